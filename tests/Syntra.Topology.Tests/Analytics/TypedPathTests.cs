using System.Buffers;
using System.Text;
using System.Text.Json.Nodes;
using Syntra.Contracts;
using Syntra.Governance.Modes;
using Syntra.Governance.Modes.Fields;
using Syntra.Governance.Modes.Rules;
using Syntra.Governance.Pseudonyms;
using Syntra.Topology.Analytics;
using Syntra.Topology.Reference;
using Syntra.Topology.Tests.Support;

namespace Syntra.Topology.Tests.Analytics;

/// <summary>The typed path gives what <see cref="PhiTransformer"/> gives for the charge's JSON form, but for the three things in which it is stricter.</summary>
public sealed class TypedPathTests
{
    [Theory]
    [InlineData("direct")]
    [InlineData("limited-data-set")]
    [InlineData("safe-harbor")]
    [InlineData("kms-pseudonymisation")]
    public void It_equals_the_transformer_on_the_JSON_form(string mode)
    {
        var options = Copies.Under(mode);
        var (shape, transformer) = (new AnalyticsShape(options, Guard.Tokens), new PhiTransformer(AnalyticsPolicy.Of(options)));
        var (rows, refusals) = (0, 0);
        Property.ForHistories(200, numbers =>
        {
            foreach (var (version, number) in History.Versions(numbers).Zip(numbers))
            {
                var raw = Strange(version, number);
                var expected = Attempt(() => FromJson(transformer, raw, options.Domain.Mode));
                var actual = Attempt(() => Essence(shape.Of(raw, Sample.Reference)));
                Assert.Equal(expected, actual);
                (rows, refusals) = actual.Fault is null ? (rows + 1, refusals) : (rows, refusals + 1);
            }
        });

        Assert.True(rows > 1000, $"only {rows} rows were compared");
        Assert.Equal(mode == "kms-pseudonymisation", refusals > 0);
    }

    // Ids and texts as no source should write them.
    private static RawCharge Strange(RawCharge raw, int number) => raw with
    {
        PersonId = (number % 5) switch { 0 => null, 1 => " 9001 ", 2 => "9001", 3 => "ab-\u00e9", _ => (9000 + (number % 40)).ToString(System.Globalization.CultureInfo.InvariantCulture) },
        EncounterId = number % 7 == 0 ? "7001\"x" : raw.EncounterId,
        ServiceAt = (number % 11) switch { 0 => "9999-12-30T00:00:00Z", 1 => "0001-01-02T00:00:00Z", 2 => "2026-02-30T00:00:00Z", _ => raw.ServiceAt },
        Quantity = number % 13 == 0 ? "1e3" : raw.Quantity,
    };

    private static (object? Row, PseudonymFault? Fault) Attempt(Func<object> make)
    {
        try
        {
            return (make(), null);
        }
        catch (PseudonymException e)
        {
            return (null, e.Fault);
        }
    }

    private static object Essence(AnalyticsCharge row) =>
        (row.ChargeToken, row.EncounterToken, row.PatientToken, row.Facility, row.Department, row.ChargeCode, (row.ProcessFlag, row.Quantity, row.UnitPrice, row.Amount, row.ServiceDate));

    private static object FromJson(PhiTransformer transformer, RawCharge raw, PhiMode mode)
    {
        var context = new PhiContext { Patient = raw.PersonId is { } id ? new Identifier("millennium", id.Value()) : null };
        var output = new ArrayBufferWriter<byte>();
        transformer.Transform(Encoding.UTF8.GetBytes(JsonForm(raw).ToJsonString()), context, output);
        var json = JsonNode.Parse(output.WrittenSpan)!.AsObject();
        string? Text(string field) => json[field]?.GetValue<string>();
        string? Id(string field, FieldClass fieldClass, string space) =>
            Text(field) is { } passed && ModeRules.ActionFor(mode, fieldClass) == FieldAction.Pass ? Guard.Tokens.Token(space, passed) : Text(field);
        string? Known(string field, string table) => Text(field) is { } code && Sample.Reference.Crosswalk(table, code) is not null ? code : null;
        decimal? Number(string field) =>
            decimal.TryParse(Text(field), System.Globalization.NumberStyles.AllowLeadingSign | System.Globalization.NumberStyles.AllowDecimalPoint, System.Globalization.CultureInfo.InvariantCulture, out var n)
                ? Math.Round(n, 4, MidpointRounding.ToEven)
                : null;
        var isInstant = DateTimeOffset.TryParseExact(raw.ServiceAt?.Value(), "yyyy-MM-dd'T'HH:mm:ss'Z'", null, System.Globalization.DateTimeStyles.AssumeUniversal, out _);
        var date = isInstant ? Text("serviceAt") : null;
        return (Id("chargeItemId", FieldClass.AccountNumber, TokenSpaces.Charge), Id("encounterId", FieldClass.OtherId, TokenSpaces.Encounter), Id("personId", FieldClass.OtherId, TokenSpaces.Person),
            Known("organizationId", CrosswalkTables.Facility), Known("departmentCode", CrosswalkTables.Department), Known("chargeCode", CrosswalkTables.ChargeCode),
            (Known("processFlag", CrosswalkTables.ProcessFlag), Number("quantity"), Number("unitPrice"), Number("extendedPrice"), date is { Length: > 10 } ? date[..10] : date));
    }

    private static JsonObject JsonForm(RawCharge raw) => new()
    {
        ["chargeItemId"] = raw.ChargeItemId.Value(), ["sourceVersion"] = raw.SourceVersion, ["active"] = raw.Active, ["encounterFound"] = raw.EncounterFound,
        ["updatedAt"] = raw.UpdatedAt.ToUnixTimeMilliseconds(), ["readAt"] = raw.ReadAt.ToUnixTimeMilliseconds(),
        ["processFlag"] = raw.ProcessFlag, ["chargeType"] = raw.ChargeType, ["personId"] = raw.PersonId?.Value(), ["encounterId"] = raw.EncounterId?.Value(),
        ["organizationId"] = raw.OrganizationId, ["departmentCode"] = raw.DepartmentCode, ["costCenterCode"] = raw.CostCenterCode, ["chargeCode"] = raw.ChargeCode,
        ["quantity"] = raw.Quantity, ["unitPrice"] = raw.UnitPrice, ["extendedPrice"] = raw.ExtendedPrice, ["serviceAt"] = raw.ServiceAt?.Value(), ["offsetChargeItemId"] = raw.OffsetChargeItemId?.Value(),
    };
}
