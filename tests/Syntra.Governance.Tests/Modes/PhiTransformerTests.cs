using System.Text.Json;
using System.Text.Json.Nodes;
using Syntra.Governance.Modes;
using Syntra.Governance.Modes.Fields;
using Syntra.Governance.Modes.Rules;
using Syntra.Governance.Pseudonyms;
using Syntra.Governance.Tests.Support;

namespace Syntra.Governance.Tests.Modes;

public sealed class PhiTransformerTests
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Theory]
    [InlineData(PhiMode.Direct)]
    [InlineData(PhiMode.LimitedDataSet)]
    [InlineData(PhiMode.SafeHarbor)]
    [InlineData(PhiMode.KmsPseudonymisation)]
    public void The_sample_record_comes_out_as_the_golden_file_says(PhiMode mode) =>
        Golden.Check($"Modes/{mode}.json", JsonNode.Parse(Sample.Run(Sample.Policy(mode), Sample.Json))!.ToJsonString(Indented) + "\n");

    [Theory]
    [InlineData(PhiMode.LimitedDataSet, true)]
    [InlineData(PhiMode.SafeHarbor, true)]
    [InlineData(PhiMode.KmsPseudonymisation, false)]
    public void No_planted_identifier_comes_out(PhiMode mode, bool ldsFieldsStay)
    {
        var output = Sample.Run(Sample.Policy(mode), Sample.Json);
        var rest = ldsFieldsStay && mode == PhiMode.LimitedDataSet ? output.Replace("Canary Ward", "", StringComparison.Ordinal) : output;
        Assert.DoesNotContain("canary", rest, StringComparison.OrdinalIgnoreCase);
        Assert.All(["078-05", "555-01", "192.0.2", "Q0FOQ"], planted => Assert.DoesNotContain(planted, output, StringComparison.Ordinal));
    }

    [Fact]
    public void Free_text_passes_in_no_mode() =>
        Assert.All(Enum.GetValues<PhiMode>(), mode => Assert.Equal(FieldAction.Drop, ModeRules.ActionFor(mode, FieldClass.FreeText)));

    [Theory]
    [InlineData("""{"status":"x","surprise":"Canaryson"}""")]
    [InlineData("""{"status":"x","Canaryson":1}""")]
    [InlineData("""{"patient":{"Canaryson":{"a":[1,2]}}}""")]
    [InlineData("""{"nested":{"deep":{"Canaryson":null}}}""")]
    public void An_undeclared_field_refuses_the_record_and_is_not_named(string json)
    {
        foreach (var mode in Enum.GetValues<PhiMode>().Where(m => m != PhiMode.AggregateOnly))
        {
            var error = Assert.Throws<PhiRefusedException>(() => Sample.Run(Sample.Policy(mode), json));
            Assert.Equal(PhiRefusal.UnknownField, error.Refusal);
            Assert.DoesNotContain("Canary", error.ToString(), StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("surprise", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Where_the_policy_says_so_undeclared_fields_go_and_are_counted()
    {
        var output = new System.Buffers.ArrayBufferWriter<byte>();
        var counts = new PhiTransformer(Sample.Policy(PhiMode.Direct) with { Unknown = UnknownFields.Drop })
            .Transform("""{"status":"x","a":{"b":[1]},"c":2}"""u8, Sample.Context, output);
        Assert.Equal("""{"status":"x"}"""u8, output.WrittenSpan);
        Assert.Equal(2, counts.Unknown);
    }

    [Theory]
    [InlineData("""{"status":{"a":1}}""", PhiRefusal.Shape)]
    [InlineData("""{"patient":"Canaryson"}""", PhiRefusal.Shape)]
    [InlineData("""{"status":"Canaryson""", PhiRefusal.Malformed)]
    [InlineData("""["Canaryson"]""", PhiRefusal.Malformed)]
    [InlineData("""{"status":"x"} Canaryson""", PhiRefusal.Malformed)]
    [InlineData("""{"status":Canaryson}""", PhiRefusal.Malformed)]
    [InlineData("", PhiRefusal.Malformed)]
    public void What_has_another_shape_is_refused_without_being_quoted_and_nothing_comes_out(string json, PhiRefusal refusal)
    {
        var output = new System.Buffers.ArrayBufferWriter<byte>();
        var error = Assert.Throws<PhiRefusedException>(() =>
            new PhiTransformer(Sample.Policy(PhiMode.Direct)).Transform(System.Text.Encoding.UTF8.GetBytes(json), Sample.Context, output));
        Assert.Equal(refusal, error.Refusal);
        Assert.Equal(0, output.WrittenCount);
        Assert.DoesNotContain("Canary", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_transformer_that_refused_a_record_goes_on_with_the_next()
    {
        var transformer = new PhiTransformer(Sample.Policy(PhiMode.KmsPseudonymisation));
        var clean = Sample.Run(transformer, Sample.Json);
        Assert.Throws<PhiRefusedException>(() => Sample.Run(transformer, Sample.Json.Replace("\"vip\"", "\"xip\"", StringComparison.Ordinal)));
        Assert.Equal(clean, Sample.Run(transformer, Sample.Json));
    }

    [Fact]
    public void In_the_pseudonymised_mode_a_record_with_dates_and_no_patient_is_refused()
    {
        var context = Sample.Context with { Patient = null };
        Assert.Equal(PseudonymFault.UnknownPatient, Assert.Throws<PseudonymException>(() => Sample.Run(Sample.Policy(PhiMode.KmsPseudonymisation), Sample.Json, context)).Fault);
        Assert.Throws<PseudonymException>(() => Sample.One(PhiMode.KmsPseudonymisation, FieldClass.Date, "\"2026\"", context));
    }

    [Fact]
    public void The_same_patient_has_the_same_token_as_value_and_as_reference_and_intervals_stay()
    {
        var record = JsonNode.Parse(Sample.Run(Sample.Policy(PhiMode.KmsPseudonymisation), Sample.Json))!;
        Assert.Equal("Patient/" + (string)record["patient"]!["mrn"]!, (string)record["subject"]!["reference"]!);
        var served = DateOnly.ParseExact(((string)record["serviceAt"]!)[..10], "yyyy-MM-dd", null);
        var posted = DateOnly.ParseExact((string)record["postedOn"]!, "yyyy-MM-dd", null);
        Assert.Equal(2, posted.DayNumber - served.DayNumber);
        Assert.NotEqual(new DateOnly(2026, 3, 1), posted);
        Assert.EndsWith("T23:50:00-05:00", (string)record["serviceAt"]!, StringComparison.Ordinal);
    }

    [Fact]
    public void Safe_harbor_takes_tokens_from_a_vault_and_none_that_are_derived()
    {
        Assert.DoesNotContain("t1", Sample.Run(Sample.Policy(PhiMode.SafeHarbor), Sample.Json), StringComparison.Ordinal);
        var random = Sample.Run(Sample.Policy(PhiMode.SafeHarbor, new RandomTokens()), Sample.Json);
        Assert.Contains("\"mrn\":\"raaaa", random, StringComparison.Ordinal);
    }

    [Fact]
    public void A_token_needs_a_namespace_an_authority_and_a_maker()
    {
        var policy = Sample.Policy(PhiMode.KmsPseudonymisation) with { Fields = [new FieldRule("a", FieldClass.Mrn)] };
        Assert.Throws<ArgumentException>(() => new PhiTransformer(policy));
        Assert.Throws<ArgumentException>(() => new PhiTransformer(Sample.Policy(PhiMode.LimitedDataSet) with { Pseudonymizer = null }));
        Assert.Throws<ArgumentException>(() => new PhiTransformer(Sample.Policy(PhiMode.KmsPseudonymisation) with { DateShifter = null }));
        Assert.Throws<ArgumentException>(() => new PhiTransformer(Sample.Policy(PhiMode.Direct) with { Fields = [new("a", FieldClass.None), new("a", FieldClass.Name)] }));
    }

    [Theory]
    [InlineData("\"Organization?identifier=CANARY\"")]
    [InlineData("\"https://fhir.example/Patient/CANARY\"")]
    [InlineData("\"urn:uuid:0000\"")]
    [InlineData("\"Patient/1/_history/2\"")]
    public void A_reference_that_is_more_than_type_and_id_goes(string value)
    {
        var rule = new FieldRule("x", FieldClass.Mrn) { Namespace = "patient", Authority = "mrn", IsReference = true };
        Assert.Equal("{}", Sample.Run(Sample.Policy(PhiMode.KmsPseudonymisation) with { Fields = [rule] }, $"{{\"x\":{value}}}"));
    }

    [Fact]
    public void Real_encounters_pass_with_undeclared_fields_dropped()
    {
        var path = SharedData.Find("smart-bulk-10/Encounter.ndjson");
        var transformer = new PhiTransformer(Sample.Policy(PhiMode.KmsPseudonymisation) with
        {
            Unknown = UnknownFields.Drop,
            Fields =
            [
                new("resourceType", FieldClass.None), new("id", FieldClass.OtherId) { Namespace = "encounter", Authority = "mrn" },
                new("status", FieldClass.None), new("class.code", FieldClass.None), new("period.start", FieldClass.Date), new("period.end", FieldClass.Date),
                new("subject.reference", FieldClass.Mrn) { Namespace = "patient", Authority = "mrn", IsReference = true }, new("subject.display", FieldClass.Name),
            ],
        });
        foreach (var line in File.ReadLines(path))
        {
            var before = JsonNode.Parse(line)!;
            var context = new PhiContext { Patient = new Identifier("mrn", ((string)before["subject"]!["reference"]!).Split('/')[1]) };
            var output = Sample.Run(transformer, line, context);
            var after = JsonNode.Parse(output)!;
            Assert.Equal(
                DateTimeOffset.Parse((string)before["period"]!["end"]!, null) - DateTimeOffset.Parse((string)before["period"]!["start"]!, null),
                DateTimeOffset.Parse((string)after["period"]!["end"]!, null) - DateTimeOffset.Parse((string)after["period"]!["start"]!, null));
            Assert.DoesNotContain((string)before["id"]!, output, StringComparison.Ordinal);
            Assert.DoesNotContain((string?)before["subject"]!["display"] ?? "\n", output, StringComparison.Ordinal);
        }
    }

    private sealed class RandomTokens : IPseudonymizer
    {
        public PseudonymKind Kind => PseudonymKind.Random;

        public Pseudonym Tokenise(string @namespace, Identifier identifier) => Pseudonym.Parse("r" + new string('a', 26));
    }
}
