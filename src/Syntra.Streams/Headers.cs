using System.Collections;
using System.Text;

namespace Syntra.Streams;

/// <summary>One record header: a name and its bytes.</summary>
/// <param name="Key">The header's name.</param>
/// <param name="Value">The header's bytes; null is a header without a value.</param>
public readonly record struct Header(string Key, byte[]? Value);

/// <summary>
/// The headers of a record. Immutable: every change gives a new instance, so that a record that was forwarded
/// to two children cannot be changed by one of them.
/// </summary>
public sealed class Headers : IReadOnlyList<Header>
{
    private readonly Header[] _items;

    internal Headers(Header[] items) => _items = items;

    /// <summary>No headers.</summary>
    public static Headers Empty { get; } = new([]);

    /// <inheritdoc />
    public int Count => _items.Length;

    /// <inheritdoc />
    public Header this[int index] => _items[index];

    /// <summary>Makes headers from pairs, in order.</summary>
    public static Headers Of(params ReadOnlySpan<Header> items) => items.IsEmpty ? Empty : new Headers(items.ToArray());

    /// <summary>The headers with one more at the end; headers of the same name stay.</summary>
    public Headers Add(string key, byte[]? value) => new([.. _items, new Header(key, value)]);

    /// <summary>The headers with <paramref name="key"/> set to the UTF-8 bytes of <paramref name="value"/>, replacing headers of that name.</summary>
    public Headers With(string key, string value) => With(key, Encoding.UTF8.GetBytes(value));

    /// <summary>The headers with <paramref name="key"/> set, replacing headers of that name.</summary>
    public Headers With(string key, byte[]? value) => new([.. Without(key)._items, new Header(key, value)]);

    /// <summary>The headers without those named <paramref name="key"/>.</summary>
    public Headers Without(string key) =>
        Array.Exists(_items, h => h.Key == key) ? new Headers(Array.FindAll(_items, h => h.Key != key)) : this;

    /// <summary>Finds the last header named <paramref name="key"/>.</summary>
    public bool TryGetLast(string key, out byte[]? value)
    {
        for (var i = _items.Length - 1; i >= 0; i--)
        {
            if (_items[i].Key == key)
            {
                value = _items[i].Value;
                return true;
            }
        }

        value = null;
        return false;
    }

    /// <summary>The last header named <paramref name="key"/> as UTF-8 text, or null where there is none.</summary>
    public string? GetLastString(string key) =>
        TryGetLast(key, out var value) && value is not null ? Encoding.UTF8.GetString(value) : null;

    /// <inheritdoc />
    public IEnumerator<Header> GetEnumerator() => ((IEnumerable<Header>)_items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _items.GetEnumerator();
}
