using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Syntra.Cerner.Millennium;

namespace Syntra.Cerner.Tests.Millennium;

public sealed class ExactTextTests
{
    [Theory]
    [InlineData(12.1, "12.1")]
    [InlineData(0.1 + 0.2, "0.30000000000000004")]
    [InlineData(-20.5, "-20.5")]
    [InlineData(1e-7, "0.0000001")]
    [InlineData(123456789012345d, "123456789012345")]
    [InlineData(1e16, "10000000000000000")]
    [InlineData(1e300, "1E+300")]
    [InlineData(double.NaN, "NaN")]
    public void A_floating_number_becomes_the_shortest_text_that_reads_back(double number, string text) =>
        Assert.Equal(text, ExactText.Of(number));

    [Theory]
    [InlineData(9_007_199_254_740_991d, "9007199254740991")]
    [InlineData(9_007_199_254_740_992d, "9007199254740992?")]
    [InlineData(18_446_744_073_709_551_616d, "18446744073709552000?")]
    [InlineData(1e40, "1E+40?")]
    [InlineData(12.5, "12.5?")]
    [InlineData(1871d, "1871")]
    [InlineData(0d, "0")]
    public void An_id_that_may_stand_for_several_is_marked(double id, string text) => Assert.Equal(text, ExactText.Id(id));

    [Fact]
    public void An_id_read_as_integer_or_decimal_keeps_every_digit()
    {
        Assert.Equal("9007199254740993", ExactText.Id(9_007_199_254_740_993));
        Assert.Equal("99999999999999999999", ExactText.Id(99_999_999_999_999_999_999m));
        Assert.Equal("42", ExactText.Id(42.000m));
        Assert.Equal("42.5?", ExactText.Id(42.5m));
        Assert.Null(ExactText.Reference(0L));
        Assert.Null(ExactText.Reference(0d));
        Assert.Null(ExactText.Reference(DBNull.Value));
    }

    [Fact]
    public void Cents_survive_a_floating_column() =>
        Prop.ForAll(Gen.Choose(int.MinValue, int.MaxValue).Zip(Gen.Choose(0, 200)).Select(p => p.Item1 * (long)p.Item2).ToArbitrary(), cents =>
        {
            var money = cents / 100m;
            return ExactText.TryAmount(ExactText.Of(double.Parse(money.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)), out var read)
                && read == money;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    [Theory]
    [InlineData("12.5", true)]
    [InlineData("-3", true)]
    [InlineData("SEE NOTE", false)]
    [InlineData("1E+300", false)]
    [InlineData("1,000", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void Only_plain_decimal_numbers_are_amounts(string? text, bool amount) => Assert.Equal(amount, ExactText.TryAmount(text, out _));
}
