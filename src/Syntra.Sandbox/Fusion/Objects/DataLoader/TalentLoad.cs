using System.Globalization;
using System.Text.Json.Nodes;
using Syntra.Sandbox.Fusion.Gl;
using Syntra.Sandbox.Fusion.Objects.Store;
using Syntra.Sandbox.Fusion.Objects.Workers;
using Syntra.Sandbox.Fusion.Setup;

namespace Syntra.Sandbox.Fusion.Objects.DataLoader;

/// <summary>Loads EnhancedTalentProfile.dat: MERGE of certifications, each line by itself. The attribute names are case-sensitive and come from METADATA.</summary>
internal sealed class TalentLoad(ObjectTransaction transaction, FusionObjectSetup setup)
{
    private const string FileName = "EnhancedTalentProfile.dat";
    private const string Component = "TalentCertification";
    private const int LongestName = 240;

    /// <summary>The lines that were refused, with the source system id where it is known.</summary>
    public List<(int Line, string? SourceSystemId, string Text)> Load(byte[] zip)
    {
        var faults = new List<(int, string?, string)>();
        if (FbdiArchive.Read(zip, FileName, out var problem) is not { } text)
        {
            return [(0, null, problem)];
        }

        var metadata = new Dictionary<string, string[]>(StringComparer.Ordinal);
        var number = 0;
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            number++;
            var fields = DatLine.Split(line);
            if (fields is ["METADATA", var name, .. var attributes])
            {
                metadata[name] = attributes;
            }
            else if (fields is [var verb, var component, .. var values] && Line(metadata, verb, component, values) is var (id, fault))
            {
                faults.Add((number, id, fault));
            }
        }

        return faults;
    }

    private (string? Id, string Fault)? Line(Dictionary<string, string[]> metadata, string verb, string component, string[] values)
    {
        if (!metadata.TryGetValue(component, out var names) || names.Length != values.Length)
        {
            return (null, $"HRC-1035501: The METADATA of {component} is missing or has another number of attributes.");
        }

        if (component != Component)
        {
            return null;
        }

        var row = names.Zip(values).ToDictionary(static p => p.First, static p => p.Second, StringComparer.Ordinal);
        var id = row.GetValueOrDefault("SourceSystemId");
        if (verb != "MERGE" || string.IsNullOrEmpty(id))
        {
            return (id, "HRC-1035502: The instruction is not supported for the component, or has no source key.");
        }

        return Merge(row, id) is { } fault ? (id, fault) : null;
    }

    private string? Merge(Dictionary<string, string> row, string id)
    {
        if (!setup.SourceSystems.Contains(row.GetValueOrDefault("SourceSystemOwner", "")))
        {
            return "HRC-1035100: The source system owner is not in the lookup HRC_SOURCE_SYSTEM_OWNER.";
        }

        if (row["CertificationName"].Length is 0 or > LongestName)
        {
            return "HRT-1520089: The value of the attribute CertificationName must hold 1 to 240 characters.";
        }

        var person = row["ProfileCode"].StartsWith("PERS_", StringComparison.Ordinal) ? row["ProfileCode"][5..] : "";
        WorkerRows.Find(transaction, person, setup);
        if (person.Length == 0 || transaction.Tables.FindByKey(WorkerRows.Profiles, person) is not { } profile
            || transaction.Tables.Children(WorkerRows.Sections, profile.Id).FirstOrDefault() is not { } section)
        {
            return "HRT-1520017: The value of the attribute ProfileCode is not valid.";
        }

        var attributes = new JsonObject
        {
            ["SourceKey1"] = id, ["CertificationName"] = row["CertificationName"], ["CertificationNumber"] = Text(row, "CertificationNumber"), ["IssuedBy"] = Text(row, "IssuedBy"),
            ["StateProvinceCode"] = Text(row, "StateProvinceCode"), ["Status"] = Text(row, "Status"), ["DateFrom"] = Day(row, "DateFrom"), ["DateTo"] = Day(row, "DateTo"), ["RenewalDate"] = Day(row, "RenewalDate"),
        };
        var standing = transaction.Tables.Children(TalentProfiles.CertificationItems, section.Id).FirstOrDefault(c => c.Text("SourceKey1") == id);
        if (standing is null)
        {
            transaction.Insert(TalentProfiles.CertificationItems, null, attributes, "CertificationId", section.Id);
        }
        else if (standing.With(attributes) is var next && !next.Attributes.SameAs(standing.Attributes))
        {
            transaction.Update(standing, next);
        }

        return null;
    }

    private static string? Text(Dictionary<string, string> row, string name) => row.GetValueOrDefault(name) is { Length: > 0 } value ? value : null;

    private static string? Day(Dictionary<string, string> row, string name) =>
        Text(row, name) is { } text ? DateOnly.ParseExact(text, "yyyy/MM/dd", CultureInfo.InvariantCulture).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : null;
}
