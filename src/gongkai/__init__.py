"""Gongkai 公开: the year's work of open government information in China."""

__version__ = "0.1.0"
