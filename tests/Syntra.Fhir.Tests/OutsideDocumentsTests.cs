using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Syntra.Fhir.CareAware;
using Syntra.Fhir.Resources;

namespace Syntra.Fhir.Tests;

public sealed class OutsideDocumentsTests
{
    [Fact]
    public void Every_resource_of_the_bulk_export_is_read_with_its_type_and_id()
    {
        foreach (var line in OutsideData.Lines("smart-bulk-10"))
        {
            using var json = JsonDocument.Parse(line);
            var resource = FhirJson.Parse(line);
            Assert.Equal(json.RootElement.GetProperty("resourceType").GetString(), resource.ResourceType);
            Assert.Equal(json.RootElement.GetProperty("id").GetString(), resource.RequiredId);
            Assert.IsNotType<OtherResource>(resource);
        }
    }

    [Fact]
    public void Encounters_of_the_bulk_export_keep_their_offsets_and_conditional_references()
    {
        var encounters = OutsideData.Lines("smart-bulk-10", "Encounter.ndjson").Select(l => FhirJson.Parse<Encounter>(l)).ToList();
        Assert.Equal(1215, encounters.Count);
        Assert.All(encounters, e =>
        {
            Assert.Contains(e.Period!.Start!.Value.Instant!.Value.Offset.Hours, new[] { -4, -5 });
            Assert.Equal("Organization", e.ServiceProvider!.ResourceType);
            Assert.Null(e.ServiceProvider.Id);
            Assert.Equal("https://github.com/synthetichealth/synthea", e.ServiceProvider.Identifier!.System);
            Assert.Equal("Patient", e.Subject!.ResourceType);
            Assert.NotNull(e.Subject.Id);
        });
    }

    [Fact]
    public void Every_example_file_is_read()
    {
        foreach (var file in OutsideData.Files("fhir-test-cases").Concat(OutsideData.Files("fhir-subscriptions-backport")))
        {
            Assert.NotNull(FhirJson.Parse(file).ResourceType);
        }
    }

    [Fact]
    public void Ten_thousand_damaged_documents_are_read_or_refused_and_no_refusal_quotes_them()
    {
        var documents = OutsideData.Documents().Append(Encoding.UTF8.GetBytes(AssetEventTests.Sample)).ToList();
        var random = new Random(20261122);
        var (read, refused) = (0, 0);
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < 10_000; i++)
        {
            var damaged = Mutation.Of(documents[random.Next(documents.Count)], random);
            try
            {
                _ = random.Next(10) == 0 ? (object)AssetEvent.Parse(damaged) : FhirJson.Parse(damaged);
                read++;
            }
            catch (FhirException e)
            {
                refused++;
                Assert.Matches(@"^\$?[A-Za-z_.\[\]0-9-]*: [a-z][A-Za-z0-9 ,()\-.]*$", e.Message);
            }
        }

        Assert.True(read > 500 && refused > 500, $"{read} read, {refused} refused: the damage is one-sided");
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(60), $"took {watch.Elapsed}");
    }
}
