"""Apache Avro for Python as a peer: one JSON request a line on stdin, one JSON answer a line on stdout.

Request: {"writer": schema text, "reader": schema text, "data": hex}. The data is read with both schemas and written again with the
reader's. Answer: {"data": hex, "value": value} or {"error": text}.
"""
import base64
import datetime
import decimal
import io
import json
import sys
import uuid

import avro.io
import avro.schema


def plain(value):
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if isinstance(value, decimal.Decimal):
        return format(value, "f")
    if isinstance(value, datetime.datetime):
        return value.astimezone(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, datetime.time):
        return value.strftime("%H:%M:%S.%f")
    if isinstance(value, uuid.UUID):
        return str(value)
    return value


def answer(request):
    writer = avro.schema.parse(request["writer"])
    reader = avro.schema.parse(request["reader"])
    source = io.BytesIO(bytes.fromhex(request["data"]))
    value = avro.io.DatumReader(writer, reader).read(avro.io.BinaryDecoder(source))
    if source.read(1):
        return {"error": "bytes are left"}
    target = io.BytesIO()
    avro.io.DatumWriter(reader).write(value, avro.io.BinaryEncoder(target))
    return {"data": target.getvalue().hex(), "value": plain(value)}


decimal.getcontext().prec = 60
for line in sys.stdin:
    try:
        result = answer(json.loads(line))
    except Exception as e:  # the boundary of the peer: whatever goes wrong is the answer
        result = {"error": f"{type(e).__name__}: {e}"}
    print(json.dumps(result), flush=True)
