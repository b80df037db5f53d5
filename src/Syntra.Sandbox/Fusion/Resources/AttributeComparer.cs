namespace Syntra.Sandbox.Fusion.Resources;

/// <summary>Orders attribute values: texts by their code points, the rest by their own order, nothing first.</summary>
internal sealed class AttributeComparer : IComparer<object?>
{
    public static readonly AttributeComparer Instance = new();

    public int Compare(object? x, object? y) =>
        x is string left && y is string right ? string.CompareOrdinal(left, right) : Comparer<object?>.Default.Compare(x, y);
}
