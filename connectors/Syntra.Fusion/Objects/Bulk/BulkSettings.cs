namespace Syntra.Fusion.Objects.Bulk;

/// <summary>Delivery of one kind of object by file: when a batch leaves.</summary>
public sealed record BulkSettings
{
    /// <summary>A batch leaves when its oldest instruction has waited this long ...</summary>
    public TimeSpan After { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>... or when so many objects wait. No file has more rows.</summary>
    public int Rows { get; init; } = 1000;

    /// <summary>Checks the settings.</summary>
    /// <exception cref="ArgumentException">Names the setting and the cure.</exception>
    public void Validate()
    {
        if (After <= TimeSpan.Zero || Rows is < 1 or > 50_000)
        {
            throw new ArgumentException("Bulk settings need After longer than zero and Rows from 1 to 50000.");
        }
    }
}
