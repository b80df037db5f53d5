using System.Buffers;
using System.Text.Json;
using Syntra.Avro.Tests.Generated;
using Syntra.Contracts;

namespace Syntra.Avro.Tests.Generator;

/// <summary>Fields with a class: they travel like all others, compare by value, and show nothing.</summary>
public sealed class PersonalFieldTests
{
    private const string Secret = "Zz9-canary";

    [Fact]
    public void A_record_with_all_kinds_of_them_comes_back_equal()
    {
        var full = Full();

        Assert.Equal(full, Decoded(full));
        Assert.Equal(full.GetHashCode(), Decoded(full).GetHashCode());
        Assert.Equal(Secret, Decoded(full).Id.Reveal(PhiAccess.Codec));
        Assert.Equal(Bare(), Decoded(Bare()));
    }

    [Fact]
    public void Each_of_them_counts_for_equality()
    {
        var full = Full();
        Personal[] others =
        [
            full with { Id = "x" }, full with { Number = 2 }, full with { Born = null }, full with { Town = "Y" }, full with { Photo = new byte[] { 2 } },
            full with { Names = Phi.Of<IReadOnlyList<string?>>([Secret]) }, full with { Kin = null }, full with { Place = new PersonalPlace { Zip = "1" } },
        ];

        Assert.All(others, other => Assert.NotEqual(full, other));
    }

    [Fact]
    public void A_value_takes_the_class_of_its_field_wherever_it_comes_from()
    {
        Assert.Equal("account-number", Full().Id.Class);
        Assert.Equal("account-number", (Full() with { Id = Phi.Of("x") }).Id.Class);
        Assert.Equal("account-number", Decoded(Full()).Id.Class);
        Assert.Equal(("state", "phone", "zip"), (Bare().State.Class, Bare().Phones.Class, Bare().Place.Reveal(PhiAccess.Codec).Zip.Class));
    }

    [Fact]
    public void Text_and_json_of_a_record_show_classes_only()
    {
        var text = Full().ToString();
        var json = JsonSerializer.Serialize(Full());

        Assert.Contains("Id = phi:account-number", text, StringComparison.Ordinal);
        Assert.Contains("\"Born\":\"phi:birth-date\"", json, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, text + json + $"{Full().Id}{Full().Names}" + Full().Id, StringComparison.Ordinal);
        Assert.Contains("visible", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_value_is_not_read_from_json() =>
        Assert.Throws<NotSupportedException>(() => JsonSerializer.Deserialize<Phi<string>>("\"phi:mrn\""));

    [Fact]
    public void Null_stays_null_and_is_never_wrapped()
    {
        string? nothing = null;
        Phi<string>? wrapped = nothing;

        Assert.True(wrapped == null);
        Assert.Null(Phi.OfNullable<int>(null));
        Assert.Throws<ArgumentNullException>(() => new Phi<string>(null!));
    }

    [Fact]
    public void A_token_is_made_in_the_space_that_is_asked_for() =>
        Assert.Equal("charge:7", Phi.Of("7").Token(new Joining(), TokenSpaces.Charge));

    private static Personal Bare() => new() { Id = "1", Plain = "p", Number = 1L, Photo = Array.Empty<byte>() };

    private static Personal Full() => Bare() with
    {
        Id = Secret,
        Plain = "visible",
        Born = Phi.Of(new DateOnly(1931, 2, 3)),
        Town = Secret,
        Photo = new byte[] { 1 },
        Names = Phi.Of<IReadOnlyList<string?>>([Secret, null]),
        Phones = Phi.Of<IReadOnlyDictionary<string, string>>(new Dictionary<string, string>(StringComparer.Ordinal) { ["work"] = Secret }),
        Kin = Phi.Of<IReadOnlyList<string>>([Secret]),
        State = Secret,
        Place = new PersonalPlace { Zip = Secret },
    };

    private static Personal Decoded(Personal value)
    {
        var buffer = new ArrayBufferWriter<byte>();
        var writer = new AvroWriter(buffer);
        value.Encode(ref writer);
        writer.Flush();
        var reader = new AvroReader(buffer.WrittenSpan);
        return Personal.Decode(ref reader);
    }

    private sealed class Joining : ISourceTokens
    {
        public string Token(string space, string identifier) => space + ":" + identifier;
    }
}
