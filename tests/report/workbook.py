"""Reads a workbook with openpyxl and says every cell: its value, its type and its number format."""

import datetime
import json
import sys

import openpyxl

book = openpyxl.load_workbook(sys.argv[1])
said = {}
for sheet in book:
    rows = []
    for row in sheet.iter_rows():
        cells = []
        for cell in row:
            value = cell.value
            if isinstance(value, datetime.datetime):
                value = value.date().isoformat()
            cells.append({"value": value, "type": cell.data_type, "format": cell.number_format})
        rows.append(cells)
    said[sheet.title] = rows
json.dump(said, sys.stdout)
