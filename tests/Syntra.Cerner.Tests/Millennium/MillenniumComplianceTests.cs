using Syntra.Cerner.Tests.Compliance;

namespace Syntra.Cerner.Tests.Millennium;

public sealed class MillenniumComplianceTests(KafkaFixture kafka) : SourceCompliance(kafka)
{
    private protected override async Task<ISourceFixture> CreateAsync() => await MillenniumSourceFixture.CreateAsync(Kafka);
}
