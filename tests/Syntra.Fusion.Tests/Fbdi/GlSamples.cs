using Syntra.Fusion.Fbdi;

namespace Syntra.Fusion.Tests.Fbdi;

internal static class GlSamples
{
    public static string Key(int n) => n.ToString("x64", System.Globalization.CultureInfo.InvariantCulture);

    public static GlLine Line(int key, decimal? debit, decimal? credit, string segment = "101") => new(
        Key(key), Key(1000 + key), "90071992547409931", 3, "Jan-24", debit is null ? "REVENUE" : "RECEIVABLE", "w1", "589783", "Feb-24",
        new DateOnly(2024, 2, 5), [segment, "4100", debit is null ? "40000" : "12000", "0000"], debit, credit);

    public static GlBatch Batch(params GlLine[] lines) => new(
        "SYNTRA-0123456789abcdef0123", "589783 Feb-24", "0123456789abcdef0123", 123_456_789_012_345_678, "300000001", "Cerner Millennium",
        "Patient Charges", "USD", new DateOnly(2024, 2, 6), lines);
}
