using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Syntra.Sandbox.Tests.Fusion.Support;

/// <summary>A line of a journal file, and the file and zip around it; positions are counted here by hand, apart from the code under test.</summary>
internal sealed record GlLine
{
    public string Status { get; init; } = "NEW";

    public string LedgerId { get; init; } = Pod.LedgerId;

    public string LedgerName { get; init; } = "";

    public string Date { get; init; } = "2025/12/10";

    public string Source { get; init; } = "Syntra";

    public string Category { get; init; } = "Charges";

    public string Currency { get; init; } = "USD";

    public string Created { get; init; } = "2025/12/11";

    public string Flag { get; init; } = "A";

    public string[] Segments { get; init; } = ["H1", "100", "4000", "0000"];

    public string Dr { get; init; } = "";

    public string Cr { get; init; } = "";

    public string Batch { get; init; } = "SYN-1";

    public string Journal { get; init; } = "J1";

    public string Key { get; init; } = "";

    public string Group { get; init; } = "1";

    public string Period { get; init; } = "";

    /// <summary>Dr and Cr of one charge, balanced.</summary>
    public static GlLine[] Pair(string amount, string key, string group = "1", string facility = "H1") =>
    [
        new() { Dr = amount, Key = key + "-D", Group = group, Batch = "SYN-" + group, Segments = [facility, "100", "1200", "0000"] },
        new() { Cr = amount, Key = key + "-C", Group = group, Batch = "SYN-" + group, Segments = [facility, "200", "4000", "0000"] },
    ];

    public string[] Fields()
    {
        var f = new string[149];
        Array.Fill(f, "");
        (f[0], f[1], f[2], f[3], f[4], f[5], f[6], f[7]) = (Status, LedgerId, Date, Source, Category, Currency, Created, Flag);
        Segments.CopyTo(f, 8);
        (f[38], f[39], f[42], f[45], f[52], f[66], f[91], f[94]) = (Dr, Cr, Batch, Journal, Key, Group, LedgerName, Period);
        return f;
    }

    public override string ToString() => GlFile.Row(Fields());
}

internal static class GlFile
{
    public static string Row(IEnumerable<string> fields) =>
        string.Join(',', fields.Select(static f => f.AsSpan().IndexOfAny(",\"\n") >= 0 ? $"\"{f.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : f));

    public static string Csv(params IEnumerable<GlLine> lines) => string.Concat(lines.Select(static l => l + "\n"));

    public static byte[] Zip(string csv, string name = "GlInterface.csv")
    {
        using var buffer = new MemoryStream();
        using (var zip = new ZipArchive(buffer, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var entry = zip.CreateEntry(name).Open();
            entry.Write(Encoding.UTF8.GetBytes(csv));
        }

        return buffer.ToArray();
    }

    public static string Money(int cents) => (cents / 100m).ToString("0.00", CultureInfo.InvariantCulture);
}
