using Syntra.Fusion.Reports;
using Syntra.Fusion.Tests.Fbdi;

namespace Syntra.Fusion.Tests.Reports;

public sealed class ReportTests
{
    [Fact]
    public void Only_lines_under_Error_Lines_are_read_and_the_legend_never()
    {
        var report = ImportReport.Parse([$"""
            Journal Import Execution Report
            Group ID 123

            Error Lines
            -----------
            1 {GlSamples.Key(1)} EF04 Value 9999 does not exist
            12   {GlSamples.Key(2)}  EF04,EP01   two of them

            Error Key
            ---------
            EF01 This date is not in any open or future enterable period.
            1 {GlSamples.Key(3)} EF04 an example in the legend
            """]);
        Assert.Equal([GlSamples.Key(1), GlSamples.Key(2)], report.Rejected.Select(r => r.LineKey));
        Assert.Equal(["EF04", "EP01"], report.Rejected[1].Codes);
        Assert.Equal("Value 9999 does not exist", report.Rejected[0].Text);
        Assert.False(report.SaysNoRows);
    }

    [Fact]
    public void A_report_about_no_rows_says_so_and_one_without_lines_says_nothing()
    {
        Assert.True(ImportReport.Parse(["There are no rows in GL_INTERFACE for this group."]).SaysNoRows);
        var empty = ImportReport.Parse(["", "Journal Import Execution Report"]);
        Assert.False(empty.SaysNoRows);
        Assert.Empty(empty.Rejected);
    }

    [Fact]
    public void A_loader_log_names_records_with_their_oracle_errors()
    {
        var records = LoaderLog.Parse(["""
            SQL*Loader: Release 19
            Record 2: Rejected - Error on table GL_INTERFACE, column ACCOUNTING_DATE.
            ORA-01861: literal does not match format string
            Record 5: Rejected - Error on table GL_INTERFACE. ORA-01400: cannot insert NULL
            Record 9: Discarded - all columns null.
            Table GL_INTERFACE: 0 Rows successfully loaded.
            """]);
        Assert.Equal([2, 5, 9], records.Select(r => r.Record));
        Assert.Equal(["ORA-01861", "ORA-01400", "LOAD"], records.Select(r => r.Code));
    }
}
