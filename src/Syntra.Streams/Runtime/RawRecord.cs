namespace Syntra.Streams.Runtime;

/// <summary>A record as it came from the broker: bytes until first use.</summary>
internal readonly record struct RawRecord(byte[]? Key, byte[]? Value, long Timestamp, long Offset, Headers? Headers);
