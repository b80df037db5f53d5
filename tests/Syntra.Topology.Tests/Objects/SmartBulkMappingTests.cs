using System.Text.Json;
using Syntra.Contracts;
using Syntra.Topology.Tests.Support;

namespace Syntra.Topology.Tests.Objects;

/// <summary>Every encounter, practitioner and device of a public bulk export becomes an object, and the sum accounts for each.</summary>
public sealed class SmartBulkMappingTests
{
    [Theory]
    [InlineData("Encounter", ObjectKind.Customer)]
    [InlineData("Practitioner", ObjectKind.WorkerCredential)]
    [InlineData("Device", ObjectKind.Asset)]
    [InlineData("PractitionerRole", ObjectKind.WorkerAssignment)]
    [InlineData("Patient", ObjectKind.Customer)]
    public void Every_resource_leaves_as_an_object(string type, ObjectKind kind)
    {
        using var objects = new ObjectDriver();
        var lines = File.ReadAllLines(Path.Combine(Require(), type + ".ndjson")).Where(l => l.Length > 0).ToList();
        foreach (var line in lines)
        {
            using var document = JsonDocument.Parse(line);
            objects.Receive(type, document.RootElement.GetProperty("id").GetString()!, line);
        }

        var instructions = objects.Instructions(kind);
        foreach (var instruction in instructions)
        {
            objects.Answer(instruction);
        }

        var rows = objects.Posted.All().Select(e => e.Value).Where(r => r.Kind == kind).ToList();
        Assert.Empty(objects.Letters());
        Assert.Equal(lines.Count, rows.Count);
        Assert.All(rows, r => Assert.Equal((ObjectStatus.Posted, 1L, 1L), (r.Status, r.Received, r.Applied)));
    }

    [Fact]
    public void Nothing_that_identifies_a_patients_device_leaves()
    {
        using var objects = new ObjectDriver();
        foreach (var line in File.ReadAllLines(Path.Combine(Require(), "Device.ndjson")).Where(l => l.Length > 0))
        {
            using var document = JsonDocument.Parse(line);
            var id = document.RootElement.GetProperty("id").GetString()!;
            objects.Receive("Device", id, line);
            var sent = objects.Instruction(ObjectKind.Asset).ToString();
            Assert.DoesNotContain(document.RootElement.GetProperty("serialNumber").GetString()!, sent, StringComparison.Ordinal);
            Assert.DoesNotContain(id, sent, StringComparison.Ordinal);
        }
    }

    private static string Require()
    {
        for (var folder = new DirectoryInfo(Repository.Root); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, "shared", "data", "smart-bulk-10");
            if (Directory.Exists(candidate))
            {
                return candidate;
            }
        }

        Assert.Skip("the folder shared/data/smart-bulk-10 is not beside the repository");
        return "";
    }
}
