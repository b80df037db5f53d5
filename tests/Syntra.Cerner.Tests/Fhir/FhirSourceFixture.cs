using Syntra.Cerner.Events.Polling;
using Syntra.Cerner.Fhir.Polling;
using Syntra.Cerner.Millennium;
using Syntra.Cerner.Tests.Compliance;
using Syntra.Sandbox.Cerner.Fhir.Control;

namespace Syntra.Cerner.Tests.Fhir;

/// <summary>The FHIR poller before a sandbox server: encounters by windows of time, practitioners by walks.</summary>
internal sealed class FhirSourceFixture(FhirRig rig) : ISourceFixture
{
    private int _encounters;
    private int _practitioners;

    internal static async Task<FhirSourceFixture> CreateAsync(KafkaFixture kafka) =>
        new(await FhirRig.StartAsync(kafka, o => o with { WindowTypes = ["Encounter"] }));

    public Task ChangeAsync(Random random)
    {
        for (var i = 0; i < 30; i++)
        {
            rig.Clock.Advance(TimeSpan.FromMilliseconds(random.Next(3000)));
            var (type, known) = random.Next(2) == 0 ? ("Encounter", _encounters) : ("Practitioner", _practitioners);
            var id = known > 0 && random.Next(3) == 0 ? 1 + random.Next(known) : type == "Encounter" ? ++_encounters : ++_practitioners;
            rig.Server.Put($$$"""{"resourceType":"{{{type}}}","id":"{{{id}}}","text":{"status":"{{{random.Next()}}}"}}""");
        }

        rig.Clock.Advance(TimeSpan.FromSeconds(5 + random.Next(60)));
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<string>> LatestAsync() => Task.FromResult(rig.Server.Summary());

    public IReadOnlyList<string> Written() => [.. rig.States("Encounter"), .. rig.States("Practitioner")];

    public ISourceUnderTest Open() => new Instance(rig.Source(new FhirPollOptions
    {
        Resources = [new PolledResource("Encounter"), new PolledResource("Practitioner")], WalkInterval = TimeSpan.Zero,
    }));

    public void Break(bool broken)
    {
        rig.Server.ClearFaults();
        if (broken)
        {
            rig.Server.AddFaults([new CallFault { Status = 503, Times = int.MaxValue }]);
        }
    }

    public ValueTask DisposeAsync() => rig.DisposeAsync();

    internal sealed class Instance(EventPollSource source) : ISourceUnderTest
    {
        public Action? BeforeCommit
        {
            set => source.BeforeCommit = value;
        }

        public string State => source.State.ToString();

        public Task PollAllAsync() => source.PollOnceAsync();

        public Task RunAsync(CancellationToken ct) => source.RunAsync(ct);

        public bool IsFenced(Exception exception) => exception is SourceStoppedException { Fenced: true };

        public void Dispose() => source.Dispose();
    }
}

/// <summary>What every source must do.</summary>
public sealed class FhirComplianceTests(KafkaFixture kafka) : SourceCompliance(kafka)
{
    private protected override async Task<ISourceFixture> CreateAsync() => await FhirSourceFixture.CreateAsync(Kafka);
}
