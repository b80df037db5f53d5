using Syntra.Avro.Generic;

namespace Syntra.Avro.Tests.Support;

/// <summary>Deep equality of generic values.</summary>
internal static class Same
{
    public static bool Value(object? left, object? right) => (left, right) switch
    {
        (byte[] l, byte[] r) => l.AsSpan().SequenceEqual(r),
        (GenericFixed l, GenericFixed r) => l.Bytes.AsSpan().SequenceEqual(r.Bytes),
        (GenericEnum l, GenericEnum r) => l.Symbol == r.Symbol,
        (GenericRecord l, GenericRecord r) => l.Schema.Fields.Count == r.Schema.Fields.Count && l.Schema.Fields.All(field => Value(l[field.Position], r[field.Position])),
        (List<object?> l, List<object?> r) => l.Count == r.Count && l.Zip(r).All(pair => Value(pair.First, pair.Second)),
        (Dictionary<string, object?> l, Dictionary<string, object?> r) => l.Count == r.Count && l.All(pair => r.TryGetValue(pair.Key, out var other) && Value(pair.Value, other)),
        _ => Equals(left, right),
    };
}
