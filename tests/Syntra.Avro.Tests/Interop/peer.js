// avsc as a peer: one JSON request a line on stdin, one JSON answer a line on stdout.
//
// Request: {"writer": schema text, "reader": schema text, "data": hex}. The data is read with both schemas and written again with the
// reader's. Answer: {"data": hex, "value": value} or {"error": text}.
'use strict';
const avro = require('avsc');
const readline = require('readline');

// All 64 bits: a JavaScript number holds 53.
const long = avro.types.LongType.__with({
  fromBuffer: (buffer) => buffer.readBigInt64LE(),
  toBuffer: (value) => {
    const buffer = Buffer.alloc(8);
    buffer.writeBigInt64LE(value);
    return buffer;
  },
  fromJSON: BigInt,
  toJSON: Number,
  isValid: (value) => typeof value === 'bigint',
  compare: (a, b) => (a < b ? -1 : a > b ? 1 : 0),
});

class Text {
  constructor(text) { this.text = text; }
}

class TextType extends avro.types.LogicalType {
  _resolve(type) { return type instanceof this.constructor ? (value) => value : undefined; }
}

class DecimalType extends TextType {
  constructor(attributes, options) {
    super(attributes, options);
    this.scale = attributes.scale || 0;
  }

  _fromValue(buffer) {
    const value = BigInt.asIntN(buffer.length * 8, BigInt('0x' + buffer.toString('hex')));
    const digits = (value < 0n ? -value : value).toString().padStart(this.scale + 1, '0');
    const whole = digits.slice(0, digits.length - this.scale);
    const rest = this.scale > 0 ? '.' + digits.slice(digits.length - this.scale) : '';
    return new Text((value < 0n ? '-' : '') + whole + rest);
  }

  _toValue(text) {
    if (!(text instanceof Text)) {
      return undefined;
    }

    const value = BigInt(text.text.replace('.', ''));
    let size = this.underlyingType.size || 1;
    while (BigInt.asIntN(size * 8, value) !== value) {
      size++;
    }

    return Buffer.from(BigInt.asUintN(size * 8, value).toString(16).padStart(size * 2, '0'), 'hex');
  }
}

class DateType extends TextType {
  _fromValue(days) { return new Text(new Date(days * 86400000).toISOString().slice(0, 10)); }

  _toValue(text) { return text instanceof Text ? Date.parse(text.text) / 86400000 : undefined; }
}

// Microseconds since 1970 as ISO 8601 with six digits, and back; JavaScript's own dates have milliseconds.
function micros(value) {
  const millis = value >= 0n ? value / 1000n : -((999n - value) / 1000n);
  return new Date(Number(millis)).toISOString().replace('Z', String(value - millis * 1000n).padStart(3, '0') + 'Z');
}

function fromMicros(text) {
  return BigInt(Date.parse(text.slice(0, 23) + 'Z')) * 1000n + BigInt(text.slice(23, 26));
}

// Beneath a logical type avsc keeps its own long, a JavaScript number: wide enough for these.
class TimestampMillisType extends TextType {
  _fromValue(value) { return new Text(micros(BigInt(value) * 1000n)); }

  _toValue(text) { return text instanceof Text ? Number(fromMicros(text.text) / 1000n) : undefined; }
}

class TimestampMicrosType extends TextType {
  _fromValue(value) { return new Text(micros(BigInt(value))); }

  _toValue(text) { return text instanceof Text ? Number(fromMicros(text.text)) : undefined; }
}

class TimeMillisType extends TextType {
  _fromValue(value) { return new Text(micros(BigInt(value) * 1000n).slice(11, 26)); }

  _toValue(text) { return text instanceof Text ? Number(fromMicros('1970-01-01T' + text.text) / 1000n) : undefined; }
}

class TimeMicrosType extends TextType {
  _fromValue(value) { return new Text(micros(BigInt(value)).slice(11, 26)); }

  _toValue(text) { return text instanceof Text ? Number(fromMicros('1970-01-01T' + text.text)) : undefined; }
}

function parse(schema) {
  return avro.Type.forSchema(JSON.parse(schema), {
    registry: { long },
    wrapUnions: true,
    logicalTypes: {
      decimal: DecimalType,
      date: DateType,
      'time-millis': TimeMillisType,
      'time-micros': TimeMicrosType,
      'timestamp-millis': TimestampMillisType,
      'timestamp-micros': TimestampMicrosType,
    },
  });
}

// JSON with whole 64-bit numbers; a wrapped union value is an object with one member that its class names.
function json(value) {
  if (value === null || value === undefined) {
    return 'null';
  }

  if (typeof value === 'bigint' || typeof value === 'number') {
    return String(value);
  }

  if (value instanceof Text) {
    return JSON.stringify(value.text);
  }

  if (Buffer.isBuffer(value)) {
    return JSON.stringify(value.toString('base64'));
  }

  if (Array.isArray(value)) {
    return '[' + value.map(json).join(',') + ']';
  }

  if (typeof value === 'object') {
    if (typeof value.unwrap === 'function') {
      return json(value.unwrap());
    }

    return '{' + Object.keys(value).map((key) => JSON.stringify(key) + ':' + json(value[key])).join(',') + '}';
  }

  return JSON.stringify(value);
}

function answer(request) {
  const writer = parse(request.writer);
  const reader = parse(request.reader);
  const data = Buffer.from(request.data, 'hex');
  const value = request.writer === request.reader ? reader.fromBuffer(data) : reader.fromBuffer(data, reader.createResolver(writer));
  return '{"data":"' + reader.toBuffer(value).toString('hex') + '","value":' + json(value) + '}';
}

readline.createInterface({ input: process.stdin }).on('line', (line) => {
  let result;
  try {
    result = answer(JSON.parse(line));
  } catch (error) {
    result = JSON.stringify({ error: error.stack });
  }

  process.stdout.write(result + '\n');
});
