<?xml version="1.0" encoding="utf-8"?>
<!-- A page as one text: what nobody sees left out, and a mark wherever a block, a table, a row or a cell begins or ends.
     What stands in braces is filled in by markup.py, where the marks and the lists of elements are declared. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:output method="text" encoding="utf-8"/>

  <xsl:template match="{unseen}"/>

  <xsl:template match="br|hr">{BREAK}</xsl:template>

  <xsl:template match="{blocks}">{BREAK}<xsl:apply-templates/>{BREAK}</xsl:template>

  <!-- What may be the article of the page: judged by its names, which stand behind the mark. -->
  <xsl:template match="{containers}" priority="1">
    <xsl:choose>
      <xsl:when test="@id or @class or {always}">
        <xsl:text>{BREAK}{OPEN}</xsl:text>
        <xsl:if test="{always}">*</xsl:if>
        <xsl:value-of select="translate(concat(@id, ' ', @class), '{marks}', '')"/>
        <xsl:text>{BREAK}</xsl:text>
        <xsl:apply-templates/>
        <xsl:text>{BREAK}{CLOSE}{BREAK}</xsl:text>
      </xsl:when>
      <xsl:otherwise>{BREAK}<xsl:apply-templates/>{BREAK}</xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template match="table" priority="1">
    <xsl:text>{BREAK}{TABLE}{BREAK}</xsl:text>
    <xsl:apply-templates/>
    <xsl:text>{BREAK}{END_TABLE}{BREAK}</xsl:text>
  </xsl:template>
  <xsl:template match="caption" priority="1">{BREAK}{CAPTION}<xsl:value-of select="."/>{BREAK}</xsl:template>
  <xsl:template match="tbody|thead|tfoot">{BREAK}{GROUP}{BREAK}<xsl:apply-templates/></xsl:template>
  <xsl:template match="tr">{BREAK}{ROW}{BREAK}<xsl:apply-templates/></xsl:template>

  <xsl:template match="td|th">
    <xsl:text>{BREAK}{CELL}</xsl:text>
    <xsl:value-of select="translate(@colspan, '{marks}', '')"/>
    <xsl:text>,</xsl:text>
    <xsl:value-of select="translate(@rowspan, '{marks}', '')"/>
    <xsl:text>{BREAK}</xsl:text>
    <xsl:apply-templates/>
    <xsl:text>{BREAK}{END_CELL}{BREAK}</xsl:text>
  </xsl:template>
  <xsl:template match="td[@id]" priority="1">
    <xsl:text>{BREAK}{CELL}</xsl:text>
    <xsl:value-of select="translate(concat(@colspan, ',', @rowspan), '{marks}', '')"/>
    <xsl:text>{BREAK}{OPEN}</xsl:text>
    <xsl:value-of select="translate(concat(@id, ' ', @class), '{marks}', '')"/>
    <xsl:text>{BREAK}</xsl:text>
    <xsl:apply-templates/>
    <xsl:text>{BREAK}{CLOSE}{BREAK}{END_CELL}{BREAK}</xsl:text>
  </xsl:template>

  <!-- The numbers of a list are counted by the reader. -->
  <xsl:template match="ol" priority="1">
    <xsl:text>{BREAK}{LIST}</xsl:text>
    <xsl:value-of select="translate(@start, '{marks}', '')"/>
    <xsl:text>{BREAK}</xsl:text>
    <xsl:apply-templates/>
    <xsl:text>{BREAK}{END_LIST}{BREAK}</xsl:text>
  </xsl:template>
  <xsl:template match="ol/li" priority="1">{BREAK}{ITEM}{BREAK}<xsl:apply-templates/>{BREAK}</xsl:template>

  <xsl:template match="pre//text()">
    <xsl:value-of select="translate(., '&#10;', '{BREAK}')"/>
  </xsl:template>
</xsl:stylesheet>
