using Syntra.Contracts;
using Syntra.Fusion.Rest;

namespace Syntra.Fusion.Tests.Delivery;

/// <summary>A simulated Fusion for each test, and what must be true of its books in the end.</summary>
public abstract class PodTests : IAsyncLifetime
{
    private protected Pod Pod { get; private set; } = null!;

    private protected FusionClient Client { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Pod = await Pod.StartAsync();
        Client = Pod.Client();
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Pod.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private protected async Task AssertBooksAsync(MachineHarness harness, int[] accepted, int[] rejected)
    {
        string Text(int n) => n.ToString(System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(
            accepted.Concat(rejected).Select(Text).Order(),
            harness.Receipts.Select(r => r.RecordId).Order());
        Assert.Equal(accepted.Select(Text).Order(), harness.Receipts.Where(r => r.Outcome == ReceiptOutcome.Accepted).Select(r => r.RecordId).Order());
        var lines = await Pod.LinesAsync();
        var expected = accepted.SelectMany(n => new[] { Instructions.Key($"dr/{n}/1"), Instructions.Key($"cr/{n}/1") }).Order();
        Assert.Equal(expected, lines.Select(l => l.GetProperty("reference21").GetString()!).Order());
        Assert.All(lines, l => Assert.Equal("P", l.GetProperty("postingStatus").GetString()));
    }
}
