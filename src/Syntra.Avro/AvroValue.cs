using System.Runtime.InteropServices;

namespace Syntra.Avro;

/// <summary>Support for generated records: equality of arrays, maps and bytes by content, and fast access to items.</summary>
public static class AvroValue
{
    /// <summary>Whether two arrays have equal items in the same order.</summary>
    public static bool Equal<T>(IReadOnlyList<T>? left, IReadOnlyList<T>? right, Func<T, T, bool> equal)
    {
        if (left is null || right is null || ReferenceEquals(left, right))
        {
            return ReferenceEquals(left, right);
        }

        if (left.Count != right.Count)
        {
            return false;
        }

        for (var i = 0; i < left.Count; i++)
        {
            if (!equal(left[i], right[i]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether two maps have the same keys with equal values.</summary>
    public static bool Equal<T>(IReadOnlyDictionary<string, T>? left, IReadOnlyDictionary<string, T>? right, Func<T, T, bool> equal)
    {
        if (left is null || right is null || ReferenceEquals(left, right))
        {
            return ReferenceEquals(left, right);
        }

        return left.Count == right.Count && left.All(pair => right.TryGetValue(pair.Key, out var other) && equal(pair.Value, other));
    }

    /// <summary>Whether two byte arrays have the same bytes.</summary>
    public static bool Equal(byte[]? left, byte[]? right) => left is null || right is null ? ReferenceEquals(left, right) : left.AsSpan().SequenceEqual(right);

    /// <summary>Whether two plain values are equal.</summary>
    public static bool Same<T>(T left, T right) => EqualityComparer<T>.Default.Equals(left, right);

    /// <summary>The items of a list; without a copy for arrays and <see cref="List{T}"/>.</summary>
    public static ReadOnlySpan<T> Items<T>(IReadOnlyList<T> list) => list switch
    {
        T[] array => array,
        List<T> items => CollectionsMarshal.AsSpan(items),
        _ => list.ToArray(),
    };
}
