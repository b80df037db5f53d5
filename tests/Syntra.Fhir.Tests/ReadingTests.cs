using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Syntra.Fhir.Reading;
using Syntra.Fhir.Resources;
using Syntra.Fhir.Types;

namespace Syntra.Fhir.Tests;

public sealed class ReadingTests
{
    private const string UnitPrice = "https://fhir-ehr.cerner.com/r4/StructureDefinition/unit-price";

    [Theory]
    [InlineData("12.30", "12.30")]
    [InlineData("\"-5.00\"", "-5.00")]
    [InlineData("1.5e3", "1500")]
    [InlineData("0.10000000000000000000000000000000000000", "0.1")]
    [InlineData("7922816251426433759354395033", "7922816251426433759354395033")]
    public void Money_is_exact_whether_a_number_or_a_string(string written, string expected)
    {
        var charge = Parse<ChargeItem>($$$"""{"resourceType":"ChargeItem","extension":[{"url":"{{{UnitPrice}}}","valueMoney":{"value":{{{written}}},"currency":"USD"}}]}""");
        Assert.Equal(decimal.Parse(expected, CultureInfo.InvariantCulture), charge.UnitPrice!.Value);
    }

    [Theory]
    [InlineData("79228162514264337593543950336")]
    [InlineData("0.00000000000000000000000000001")]
    [InlineData("1e29")]
    [InlineData("\"1,5\"")]
    [InlineData("\"\"")]
    [InlineData("\"1.\"")]
    [InlineData("true")]
    public void Money_that_decimal_cannot_hold_is_refused_and_never_rounded(string written)
    {
        var fault = Assert.Throws<FhirException>(() => Parse<ChargeItem>(
            $$$"""{"resourceType":"ChargeItem","extension":[{"url":"{{{UnitPrice}}}","valueMoney":{"value":{{{written}}}}}]}"""));
        Assert.Equal("$.extension[0].valueMoney.value", fault.Path);
        Assert.DoesNotContain(written.Trim('"') is { Length: > 3 } value ? value : "12345", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_decimal_that_is_written_comes_back_the_same() =>
        Prop.ForAll<decimal>(value =>
        {
            var text = value.ToString(CultureInfo.InvariantCulture);
            var digits = text.Replace("-", "", StringComparison.Ordinal).Replace(".", "", StringComparison.Ordinal).TrimStart('0').TrimEnd('0').Length;
            return digits > 28 || (ExactDecimal.TryParse(text, out var read) && read == value);
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("2020", FhirPrecision.Year)]
    [InlineData("2020-05", FhirPrecision.Month)]
    [InlineData("2020-02-29", FhirPrecision.Day)]
    [InlineData("2020-05-29T11:44:13", FhirPrecision.LocalTime)]
    [InlineData("2020-05-29T11:44:13.1882432-05:00", FhirPrecision.Instant)]
    [InlineData("2020-05-29T11:44:13.188243299999Z", FhirPrecision.Instant)]
    [InlineData("2016-12-31T23:59:60Z", FhirPrecision.Instant)]
    [InlineData("2020-05-29T11:44Z", FhirPrecision.Instant)]
    public void Dates_are_as_precise_as_written(string text, FhirPrecision precision)
    {
        Assert.True(FhirDateTime.TryParse(text, out var time));
        Assert.Equal(precision, time.Precision);
        Assert.Equal(precision == FhirPrecision.Instant, time.Instant is not null);
    }

    [Theory]
    [InlineData("")]
    [InlineData("20")]
    [InlineData("2021-02-29")]
    [InlineData("2020-13")]
    [InlineData("2020-05-29T24:00:00Z")]
    [InlineData("2020-05-29T12: 30: 00Z")]
    [InlineData("2020-05-29T11:44:13+15:00")]
    [InlineData("2020-05-29T11:44:13.Z")]
    [InlineData("2020-05-29 11:44:13Z")]
    [InlineData("0001-01-01T00:00:00+14:00")]
    [InlineData("9999-12-31T23:59:59-14:00")]
    public void What_is_no_date_is_refused(string text) => Assert.False(FhirDateTime.TryParse(text, out _));

    [Theory]
    [InlineData("Patient/12", "Patient", "12", null)]
    [InlineData("https://h.example/r4/tenant/Encounter/a-b.c/_history/3", "Encounter", "a-b.c", "3")]
    [InlineData("urn:uuid:9e41ff6d-5be6-4e6a-8b85-abd4e7f58400", null, null, null)]
    [InlineData("Patient/not an id", null, null, null)]
    [InlineData("#c1", null, null, null)]
    [InlineData("", null, null, null)]
    [InlineData("/", null, null, null)]
    public void References_are_taken_apart(string literal, string? type, string? id, string? version)
    {
        var reference = Reference.Parse(literal);
        Assert.Equal((type, id, version, literal), (reference.ResourceType, reference.Id, reference.VersionId, reference.Literal));
    }

    [Fact]
    public void A_conditional_reference_gives_its_identifier()
    {
        var reference = Reference.Parse("Practitioner?identifier=http://hl7.org/fhir/sid/us-npi|9999974493");
        Assert.Equal(("Practitioner", "http://hl7.org/fhir/sid/us-npi", "9999974493"), (reference.ResourceType, reference.Identifier!.System, reference.Identifier.Value));
    }

    [Theory]
    [InlineData("""{"id":"1"}""", "$.resourceType")]
    [InlineData("""{"resourceType":"patient"}""", "$.resourceType")]
    [InlineData("""{"resourceType":"Patient","id":"a b"}""", "$.id")]
    [InlineData("""{"resourceType":"Patient","id":7}""", "$.id")]
    [InlineData("""{"resourceType":"Patient","name":{"family":"x"}}""", "$.name")]
    [InlineData("""{"resourceType":"Patient","name":[{"given":["a",7]}]}""", "$.name[0].given")]
    [InlineData("""{"resourceType":"Encounter","period":{"start":"yesterday"}}""", "$.period.start")]
    [InlineData("""{"resourceType":"Patient","resourceType":"Patient"}""", "$")]
    [InlineData("""{"resourceType":"Patient","gender":"\ud800"}""", "$.gender")]
    [InlineData("""["resourceType"]""", "$")]
    [InlineData("", "$")]
    public void A_refusal_names_the_place(string json, string path) => Assert.Equal(path, Assert.Throws<FhirException>(() => Parse<FhirResource>(json)).Path);

    [Fact]
    public void What_is_unknown_is_passed_over()
    {
        var patient = Parse<Patient>(
            """{"resourceType":"Patient","id":"1","invented":{"x":[{}]},"gender":"brand-new","name":[null,{"given":[null,"A"],"_given":[{"extension":[]},null]}],"extension":[{"url":"u","valueNovelty":{"a":1}}],"active":null}""");
        Assert.Equal(("brand-new", "A", (bool?)null), (patient.Gender, patient.Names.Single().Given.Single(), patient.Active));
        Assert.IsType<OtherResource>(Parse<FhirResource>("""{"resourceType":"Novelty","id":"1"}"""));
    }

    [Fact]
    public void A_merged_patient_and_a_merged_encounter_point_to_the_one_that_survives()
    {
        var patient = Parse<Patient>("""{"resourceType":"Patient","id":"1","active":false,"link":[{"type":"replaced-by","other":{"reference":"Patient/2"}}]}""");
        var encounter = Parse<Encounter>("""{"resourceType":"Encounter","id":"1","status":"unknown","partOf":{"reference":"Encounter/2"}}""");
        Assert.Equal(("2", "2"), (patient.ReplacedBy!.Id, encounter.PartOf!.Id));
    }

    [Fact]
    public void One_bad_entry_of_a_bundle_leaves_the_others_readable()
    {
        var bundle = Parse<Bundle>("""{"resourceType":"Bundle","type":"searchset","entry":[{"resource":{"resourceType":"Patient","id":"1"}},{"resource":{"resourceType":"Patient","birthDate":"x"}},{"fullUrl":"Patient/3"}]}""");
        Assert.Equal("1", bundle.Entries[0].Resource!.Id);
        Assert.Equal("$.entry[1].resource.birthDate", bundle.Entries[1].Problem!.Path);
        Assert.True(bundle.Entries[2].ResourceBytes.IsEmpty);
        Assert.Equal("""{"resourceType":"Patient","id":"1"}""", Encoding.UTF8.GetString(bundle.Entries[0].ResourceBytes.Span));
    }

    [Fact]
    public void Both_forms_of_a_subscription_status_say_the_same()
    {
        var r4 = SubscriptionStatus.Of(Parse<FhirResource>(
            """{"resourceType":"Parameters","parameter":[{"name":"subscription","valueReference":{"reference":"https://x/Subscription/1"}},{"name":"type","valueCode":"event-notification"},{"name":"events-since-subscription-start","valueString":"7"},{"name":"notification-event","part":[{"name":"event-number","valueString":"7"},{"name":"timestamp","valueInstant":"2020-05-29T11:44:13Z"},{"name":"focus","valueReference":{"reference":"Encounter/9"}}]}]}"""))!;
        var r4B = SubscriptionStatus.Of(Parse<FhirResource>(
            """{"resourceType":"SubscriptionStatus","type":"event-notification","eventsSinceSubscriptionStart":"7","subscription":{"reference":"https://x/Subscription/1"},"notificationEvent":[{"eventNumber":7,"timestamp":"2020-05-29T11:44:13Z","focus":{"reference":"Encounter/9"}}]}"""))!;
        Assert.Equal((r4.Kind, r4.EventsSinceStart, r4.Subscription, r4.Events[0].Number, r4.Events[0].Timestamp, r4.Events[0].Focus), (r4B.Kind, r4B.EventsSinceStart, r4B.Subscription, r4B.Events[0].Number, r4B.Events[0].Timestamp, r4B.Events[0].Focus));
        Assert.Equal("9", r4.Events[0].Focus!.Id);
    }

    [Fact]
    public void Printing_a_resource_shows_nothing_of_it()
    {
        var patient = Parse<Patient>("""{"resourceType":"Patient","id":"1","name":[{"family":"Canary"}],"birthDate":"1950-01-01"}""");
        Assert.Equal(("Patient", "HumanName", "Day"), (patient.ToString(), patient.Names[0].ToString(), patient.BirthDate.ToString()));
    }

    [Fact]
    public void Nesting_and_size_have_limits()
    {
        var deep = "{\"resourceType\":\"Bundle\",\"x\":" + new string('[', 5000) + new string(']', 5000) + "}";
        Assert.Throws<FhirException>(() => Parse<FhirResource>(deep));
        Assert.Throws<FhirException>(() => FhirJson.Parse(new byte[100], maxBytes: 99));
    }

    private static T Parse<T>(string json)
        where T : FhirResource => FhirJson.Parse<T>(Encoding.UTF8.GetBytes(json));
}
