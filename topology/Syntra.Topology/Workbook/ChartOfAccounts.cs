using System.Globalization;

namespace Syntra.Topology.Workbook;

/// <summary>One segment of an account: its name and how many digits its values have.</summary>
public sealed record ChartSegment(string Name, int Width);

/// <summary>
/// The segments of a ledger's accounts in their order, written <c>facility:3-department:4-account:5-future:4</c>. The first is
/// <c>facility</c>, the balancing segment; <c>department</c> holds the cost centre, <c>account</c> the natural account; any other
/// segment is filled with zeros.
/// </summary>
public sealed class ChartOfAccounts
{
    public const string Facility = "facility";
    public const string Department = "department";
    public const string Account = "account";

    private const int MostSegments = 30;
    private const int WidestSegment = 25;

    private ChartOfAccounts(IReadOnlyList<ChartSegment> segments) => Segments = segments;

    /// <summary>2 to 30 segments.</summary>
    public IReadOnlyList<ChartSegment> Segments { get; }

    /// <summary>Reads a chart; null when the text is none.</summary>
    public static ChartOfAccounts? Parse(string text)
    {
        var segments = new List<ChartSegment>();
        foreach (var part in text.Split('-'))
        {
            var pair = part.Split(':');
            if (pair.Length != 2 || pair[0].Length == 0 || !pair[0].All(c => char.IsAsciiLetterLower(c) || c == '_')
                || !int.TryParse(pair[1], NumberStyles.None, CultureInfo.InvariantCulture, out var width) || width is < 1 or > WidestSegment)
            {
                return null;
            }

            segments.Add(new ChartSegment(pair[0], width));
        }

        return IsComplete(segments) ? new ChartOfAccounts(segments) : null;
    }

    /// <summary>Digits of a segment's values.</summary>
    public int Width(string segment) => Segments.Single(s => s.Name == segment).Width;

    /// <summary>An account's segment values in the chart's order.</summary>
    public IReadOnlyList<string> Combine(string facility, string department, string account) =>
        [.. Segments.Select(s => s.Name switch
        {
            Facility => facility,
            Department => department,
            Account => account,
            _ => new string('0', s.Width),
        })];

    private static bool IsComplete(List<ChartSegment> segments) =>
        segments.Count <= MostSegments && segments[0].Name == Facility && segments.DistinctBy(s => s.Name).Count() == segments.Count
        && segments.Exists(s => s.Name == Department) && segments.Exists(s => s.Name == Account);
}
