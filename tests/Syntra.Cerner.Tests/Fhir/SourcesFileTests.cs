using System.Security.Cryptography;
using Microsoft.Extensions.Logging.Abstractions;
using Syntra.Avro.Registry;
using Syntra.Cerner.Events.Configuration;
using Syntra.Cerner.Fhir.Configuration;
using Syntra.Cerner.Fhir.Polling;
using Syntra.Cerner.Tests.Compliance;

namespace Syntra.Cerner.Tests.Fhir;

public sealed class SourcesFileTests
{
    private const string Whole =
        """
        sources:
          - name: mercy-fhir
            kind: fhir
            address: https://ehr.example/r4/t1
            clientId: syntra
            keyId: k1
            key: [{ file: key.pem }]
            tokenHosts: [auth.example]
            scopes: v1
            walkInterval: 00:20:00
            resources:
              - type: Encounter
                query: status=in-progress
              - type: Practitioner
                mode: walk
          - name: mercy-events
            kind: signed-events
            address: https://events.example/v1/events
            secrets: [{ file: secret }]
        """;

    [Fact]
    public void A_whole_file_is_read_and_becomes_sources()
    {
        var (settings, faults) = SourcesReader.Read(Whole);
        Assert.Empty(faults);
        Assert.Equal([new PolledResource("Encounter", "status=in-progress"), new PolledResource("Practitioner", "", PollMode.Walk)], settings!.Sources[0].Resources);

        var folder = Directory.CreateTempSubdirectory("syntra-sources-");
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        File.WriteAllText(Path.Combine(folder.FullName, "key.pem"), key.ExportPkcs8PrivateKeyPem());
        File.WriteAllText(Path.Combine(folder.FullName, "secret"), "whsec_" + Convert.ToBase64String(new byte[32]));
        using var sources = PolledSources.Create(settings, Parts(folder.FullName), _ => true);
        Assert.Equal(["mercy-fhir", "mercy-events"], sources.Sources.Select(s => s.Name));
        Assert.Equal(["mercy-fhir"], sources.Servers.Keys);

        File.WriteAllText(Path.Combine(folder.FullName, "key.pem"), "canary");
        var refused = Assert.Throws<SubscriptionsException>(() => PolledSources.Create(settings, Parts(folder.FullName), _ => true));
        Assert.DoesNotContain("canary", refused.ToString(), StringComparison.Ordinal);
        folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData("sources:\n  - name: Mercy\n    address: https://a.example/r4", 2, "Kafka id")]
    [InlineData("sources:\n  - name: a\n    address: http://a.example/r4", 3, "address")]
    [InlineData("sources:\n  - name: a\n    address: https://a.example/r4?x=1", 3, "address")]
    [InlineData("sources:\n  - name: a\n    address: https://a.example/r4\n    kind: hl7", 4, "kind")]
    [InlineData("sources:\n  - name: a\n    address: https://a.example/r4\n    clientId: me\n    resources: [{ type: Device }]", 4, "without a key")]
    [InlineData("sources:\n  - name: a\n    address: https://a.example/r4", 2, "polls nothing")]
    [InlineData("sources:\n  - name: a\n    address: https://a.example/r4\n    resources: [{ type: Observation }]", 4, "no topic")]
    [InlineData("sources:\n  - name: a\n    address: https://a.example/r4\n    resources: [{ type: Device, query: '_lastUpdated=gt2020' }]", 4, "poller sets")]
    [InlineData("sources:\n  - name: a\n    address: https://a.example/e\n    kind: signed-events", 2, "secrets")]
    [InlineData("sources:\n  - name: a\n    address: https://a.example/r4\n    resources: [{ type: Device }]\n    tokenHost: x", 5, "not a setting")]
    [InlineData("sources: [", 2, "YAML")]
    public void A_fault_is_named_with_its_line(string yaml, int line, string problem)
    {
        var (settings, faults) = SourcesReader.Read(yaml);
        Assert.Null(settings);
        Assert.Contains(faults, f => f.Line == line && (f.Problem + f.Cure).Contains(problem, StringComparison.Ordinal));
    }

    private static SourceParts Parts(string folder)
    {
        var guard = Guards.Of("sources");
        return new SourceParts
        {
            Tenant = "sources", BootstrapServers = "127.0.0.1:1", Tokens = guard.Tokens, Sealer = guard.Sealer, Folder = folder, Registry = new InMemorySchemaRegistryClient(),
            Loggers = NullLoggerFactory.Instance,
        };
    }
}
