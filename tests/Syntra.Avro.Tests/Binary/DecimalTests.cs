using System.Buffers;

namespace Syntra.Avro.Tests.Binary;

public sealed class DecimalTests
{
    [Theory]
    [InlineData("0", "0200")]
    [InlineData("0.0001", "0201")]
    [InlineData("-0.0001", "02FF")]
    [InlineData("0.0127", "027F")]
    [InlineData("0.0128", "040080")]
    [InlineData("-0.0128", "0280")]
    [InlineData("-0.0129", "04FF7F")]
    [InlineData("1.5", "043A98")]
    [InlineData("922337203685477.5807", "107FFFFFFFFFFFFFFF")]
    [InlineData("922337203685477.5808", "12008000000000000000")]
    [InlineData("-922337203685477.5808", "108000000000000000")]
    [InlineData("12.50000", "0601E848")]
    public void A_decimal_is_the_shortest_twos_complement(string text, string hex)
    {
        var value = decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

        var bytes = Write(value, 19, 4);

        Assert.Equal(hex, Convert.ToHexString(bytes));
        Assert.Equal(value, new AvroReader(bytes).ReadDecimal(4));
    }

    [Theory]
    [InlineData("0.00001", 19, 4)]
    [InlineData("100", 4, 2)]
    [InlineData("79228162514264337593543950335", 29, 1)]
    [InlineData("79228162514264337593543950335", 60, 28)]
    public void A_decimal_that_does_not_fit_is_refused_never_rounded(string text, int precision, int scale)
    {
        var value = decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

        Assert.Throws<AvroException>(() => Write(value, precision, scale));
    }

    private static byte[] Write(decimal value, int precision, int scale)
    {
        var buffer = new ArrayBufferWriter<byte>();
        var writer = new AvroWriter(buffer);
        writer.WriteDecimal(value, precision, scale);
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }
}
