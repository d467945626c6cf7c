"""Tests of reconsideration and litigation."""
