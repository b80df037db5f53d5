using System.Globalization;
using System.IO.Compression;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Syntra.Fusion.Fbdi;

namespace Syntra.Fusion.Tests.Fbdi;

public sealed class GlInterfaceTests
{
    [Fact]
    public void There_are_149_columns_in_the_documented_order()
    {
        Assert.Equal(149, GlInterfaceColumns.Count);
        var path = RepositoryFiles.SharedData("gl-interface-columns.csv");
        Assert.SkipWhen(path is null, "gl-interface-columns.csv is not beside this repository");
        var documented = File.ReadLines(path!).Skip(1).Where(l => l.Length > 0).Select(l => l.Split(',')[1]);
        Assert.Equal(documented, GlInterfaceColumns.Names);
    }

    [Fact]
    public void A_fixed_batch_is_the_golden_file_byte_for_byte()
    {
        var odd = GlSamples.Line(3, 10m, null) with { Facility = "St. \"Mary\", east\r\nwing" };
        var bytes = GlInterfaceCsv.Write(GlSamples.Batch(
            GlSamples.Line(1, 1234567.5m, null), GlSamples.Line(2, null, 1234567.50m), odd, odd with { Key = GlSamples.Key(4), Role = "REVENUE", Debit = null, Credit = 10m }));
        var golden = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Fbdi", "GlInterface.golden.csv"));
        Assert.Equal(Encoding.UTF8.GetString(golden), Encoding.UTF8.GetString(bytes));
    }

    [Fact]
    public void The_rule_that_let_a_line_go_rides_in_REFERENCE29()
    {
        var bytes = GlInterfaceCsv.Write(GlSamples.Batch(
            GlSamples.Line(1, 5m, null) with { Rule = "CHG-US/3" }, GlSamples.Line(2, null, 5m) with { Rule = "CHG-US/3" }));
        var rows = Encoding.UTF8.GetString(bytes).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.All(rows, row => Assert.Equal("CHG-US/3", row.Split(',')[GlInterfaceColumns.IndexOf("REFERENCE29")]));
    }

    [Fact]
    public void The_zip_holds_the_file_at_its_root_and_its_bytes_depend_on_the_content_alone()
    {
        var csv = GlInterfaceCsv.Write(GlSamples.Batch(GlSamples.Line(1, 5m, null), GlSamples.Line(2, null, 5m)));
        var zip = FbdiZip.Pack(GlInterfaceCsv.FileName, csv);
        Assert.Equal(zip, FbdiZip.Pack(GlInterfaceCsv.FileName, csv));
        using var archive = new ZipArchive(new MemoryStream(zip));
        Assert.Equal("GlInterface.csv", Assert.Single(archive.Entries).FullName);
        Assert.Equal(Encoding.UTF8.GetString(csv), FbdiZip.Unpack(zip)["GlInterface.csv"]);
    }

    [Fact]
    public void Any_batch_reads_back_as_its_lines()
    {
        var texts = ArbMap.Default.GeneratorFor<string?>().Select(s => s ?? "").Select(s => new string([.. s.Where(c => !char.IsSurrogate(c))]));
        var lines = from cents in Gen.Choose(0, 2_000_000_000)
                    from text in texts
                    from segment in Gen.Elements("101", "2,02", "3\"03", " 4 ")
                    select (Amount: cents / 100m, Text: text, Segment: segment);
        Prop.ForAll(Arb.From(Gen.NonEmptyListOf(lines)), samples =>
        {
            var batch = GlSamples.Batch([.. samples.SelectMany((s, i) => new[]
            {
                GlSamples.Line(2 * i, s.Amount, null, s.Segment) with { Facility = s.Text, RecordId = s.Text },
                GlSamples.Line((2 * i) + 1, null, s.Amount, s.Segment) with { Facility = s.Text, RecordId = s.Text },
            })]);
            AssertReadsBack(batch, ReadBack(GlInterfaceCsv.Write(batch)));
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData(10.001)]
    [InlineData(0.005)]
    public void An_amount_finer_than_the_currency_is_refused_not_rounded(double amount) =>
        Assert.Throws<ArgumentException>(() => GlInterfaceCsv.Write(GlSamples.Batch(GlSamples.Line(1, (decimal)amount, null), GlSamples.Line(2, null, (decimal)amount))));

    [Theory]
    [InlineData("USD", "7.00")]
    [InlineData("JPY", "7")]
    [InlineData("KWD", "7.000")]
    public void Amounts_carry_the_minor_digits_of_their_currency(string currency, string expected)
    {
        var rows = ReadBack(GlInterfaceCsv.Write(GlSamples.Batch(GlSamples.Line(1, 7m, null), GlSamples.Line(2, null, 7m)) with { Currency = currency }));
        Assert.Equal(expected, rows[0][38]);
        Assert.Equal(expected, rows[1][39]);
    }

    [Fact]
    public void A_line_with_both_amounts_or_none_or_a_negative_one_is_refused()
    {
        Assert.Throws<ArgumentException>(() => GlInterfaceCsv.Write(GlSamples.Batch(GlSamples.Line(1, 1m, 1m))));
        Assert.Throws<ArgumentException>(() => GlInterfaceCsv.Write(GlSamples.Batch(GlSamples.Line(1, null, null))));
        Assert.Throws<ArgumentException>(() => GlInterfaceCsv.Write(GlSamples.Batch(GlSamples.Line(1, -1m, null), GlSamples.Line(2, null, -1m))));
    }

    [Fact]
    public void A_journal_must_balance_in_each_balancing_segment_by_itself()
    {
        var failure = Assert.Throws<UnbalancedJournalException>(() => GlInterfaceCsv.Write(GlSamples.Batch(
            GlSamples.Line(1, 5m, null, "101"), GlSamples.Line(2, null, 5m, "202"))));
        Assert.Equal("589783 Feb-24", failure.Journal);
        Assert.Equal(5m, Math.Abs(failure.Difference));
    }

    [Fact]
    public void References_are_cut_at_240_characters_and_never_inside_a_character()
    {
        var text = new string('x', 239) + "\U0001F3E5" + "tail";
        var line = GlSamples.Line(1, 5m, null) with { RecordId = text };
        var rows = ReadBack(GlInterfaceCsv.Write(GlSamples.Batch(line, GlSamples.Line(2, null, 5m))));
        Assert.Equal(new string('x', 239), rows[0][53]);
    }

    private static void AssertReadsBack(GlBatch batch, List<string[]> rows)
    {
        Assert.Equal(batch.Lines.Count, rows.Count);
        foreach (var (line, row) in batch.Lines.Zip(rows))
        {
            Assert.Equal(149, row.Length);
            Assert.Equal(line.Segments, row[8..12]);
            Assert.Equal(line.Debit, Money(row[38]));
            Assert.Equal(line.Credit, Money(row[39]));
            Assert.Equal(row[38..40], row[40..42]);
            Assert.Equal(line.Key, row[52]);
            var record = new string([.. line.RecordId.Select(c => char.IsControl(c) ? ' ' : c)]);
            Assert.Equal(record.Length > 240 ? record[..240] : record, row[53]);
        }
    }

    private static decimal? Money(string text) => text.Length == 0 ? null : decimal.Parse(text, CultureInfo.InvariantCulture);

    private static List<string[]> ReadBack(byte[] csv) => Rfc4180.Read(Encoding.UTF8.GetString(csv));
}
