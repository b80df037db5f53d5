using FsCheck;
using FsCheck.Fluent;
using Syntra.Fusion.Reports;

namespace Syntra.Fusion.Tests.Reports;

public sealed class FusionTextTests
{
    [Theory]
    [InlineData("The accounting date is not in an open or future enterable period.", "The accounting date is not in an open or future enterable period.")]
    [InlineData("Value 49999 does not exist", "Value 49999 does not exist")]
    [InlineData("Value 49998 does not exist", "Value _ does not exist")]
    [InlineData("Patient Kanarivogel, born 1931-03-07, is unknown", "_, is unknown")]
    [InlineData("ORA-12899: value too large for column \"X\".\"NAME\" (actual: 523-98-7614)", "_: value too _ for column _ NAME (actual: _)")]
    [InlineData("<html>Kanarivogel</html>", "_")]
    [InlineData("", "")]
    public void Only_words_of_the_list_and_values_that_we_sent_are_repeated(string text, string expected) =>
        Assert.Equal(expected, FusionText.Quote(text, ["49999", "101"]));

    [Fact]
    public void Nothing_that_Fusion_echoes_passes_wherever_it_stands()
    {
        string[] canaries = ["Kanarivogel", "523-98-7614", "523987614", "MRN88412207", "1931-03-07", "99950-1347", "Müller", "o'Kanari"];
        string[] around = ["", " ", "\"", "'", ".", "the value ", ", ", "(", "\u00a0", "_", "-", "&lt;", "\\"];
        var gen = from canary in Gen.Elements(canaries) from before in Gen.Elements(around) from after in Gen.Elements(around) select (canary, before, after);
        Check.QuickThrowOnFailure(Prop.ForAll(gen.ToArbitrary(), x =>
            !FusionText.Quote($"The account {x.before}{x.canary}{x.after} is not valid", ["101"]).Contains(x.canary[2..^2], StringComparison.OrdinalIgnoreCase)));
    }
}
