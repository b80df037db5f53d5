using Amazon.KeyManagementService;
using Amazon.Runtime;
using Syntra.Governance.Keys;

namespace Syntra.Governance.Tests.Keys;

public sealed class AwsKmsKeyServiceTests : KeyEncryptionContract
{
    private const string NorthKey = "11111111-1111-1111-1111-111111111111";
    private const string SouthKey = "22222222-2222-2222-2222-222222222222";

    private FakeKms _kms = null!;

    public override ValueTask DisposeAsync() => _kms.DisposeAsync();

    [Fact]
    public async Task An_outage_and_a_refused_connection_are_unavailable()
    {
        _kms.Down = true;
        Assert.Equal(KeyFault.Unavailable, await FaultOf(_kms.Client));
        var port = Port.Reserve();
        using var nobody = new AmazonKeyManagementServiceClient(
            new BasicAWSCredentials("a", "b"), new AmazonKeyManagementServiceConfig { ServiceURL = $"http://127.0.0.1:{port}", MaxErrorRetry = 0 });
        Assert.Equal(KeyFault.Unavailable, await FaultOf(nobody));
    }

    [Fact]
    public async Task A_disabled_key_is_denied_and_the_message_names_the_code()
    {
        _kms.State.Disable(NorthKey);
        var error = await Assert.ThrowsAsync<KeyException>(async () =>
            await Service(_kms.Client).GenerateDataKeyAsync(new KeyContext("north", "charge", "payload"), new byte[32], default));
        Assert.Equal(KeyFault.Denied, error.Fault);
        Assert.Equal("KMS: DisabledException.", error.Message);
    }

    internal override async Task<IKeyEncryptionService> StartAsync()
    {
        _kms = await FakeKms.StartAsync(Time);
        _kms.State.Create(NorthKey);
        _kms.State.Create(SouthKey);
        return Service(_kms.Client);
    }

    internal override int Versions(string tenant) => _kms.State.BackingKeys(tenant == "north" ? NorthKey : SouthKey);

    private static AwsKmsKeyService Service(IAmazonKeyManagementService client) =>
        new(client, tenant => tenant switch { "north" => NorthKey, "south" => SouthKey, _ => null });

    private static async Task<KeyFault> FaultOf(IAmazonKeyManagementService client) =>
        (await Assert.ThrowsAsync<KeyException>(async () => await Service(client).DescribeAsync("north", default))).Fault;
}
