using System.Net;
using Syntra.Contracts;
using Syntra.Fusion.Objects;
using Syntra.Fusion.Objects.Calls;
using Syntra.Fusion.Objects.Customers;
using Syntra.Fusion.Rest;

namespace Syntra.Fusion.Tests.Objects;

/// <summary>What Fusion has no batch for goes at the same time, as far as there are places.</summary>
public sealed class CallPlaceTests
{
    private const int Objects = 40;

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(100)]
    public async Task Single_calls_of_one_flight_go_side_by_side_each_once_and_no_more_than_there_are_places(int places)
    {
        var atOnce = Math.Min(Objects, places + 1);
        using var fusion = new Meeting(atOnce);
        using var client = new FusionClient(new FusionClientOptions { BaseUrl = new Uri("http://fusion.test/"), Credentials = new FusionCredentials.Basic("user", "secret") }, TimeProvider.System, fusion);
        var assets = ObjectConnectors.All(client, new ObjectSettings(), new NoPartyDisclosure(), TimeProvider.System).Single(c => c.Kind == ObjectKind.Asset);
        var counted = new Places(places);
        var results = await assets.DeliverAsync([.. Enumerable.Range(1, Objects).Select(n => new ObjectAttempt(ObjectSamples.Of(ObjectKind.Asset, n), IsFirst: true))], counted, TestContext.Current.CancellationToken);
        Assert.All(results, r => Assert.IsType<ObjectResult.Done>(r));
        Assert.Equal(Objects, fusion.Calls);
        Assert.Equal(atOnce, fusion.Most);
        Assert.Equal(places, counted.Free);
    }

    /// <summary>Answers the first calls only when so many are there together.</summary>
    private sealed class Meeting(int together) : HttpMessageHandler
    {
        private readonly TaskCompletionSource _met = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly Lock _lock = new();
        private int _now;

        public int Calls { get; private set; }

        public int Most { get; private set; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            lock (_lock)
            {
                (Calls, Most) = (Calls + 1, Math.Max(Most, ++_now));
                if (_now == together)
                {
                    _met.TrySetResult();
                }
            }

            await _met.Task.WaitAsync(cancellationToken);
            lock (_lock)
            {
                _now--;
            }

            return new HttpResponseMessage(HttpStatusCode.Created) { Content = new StringContent("""{"ParameterList":"{\"X_RETURN_STATUS\":\"S\",\"X_ASSET_ID\":\"1\"}"}""") };
        }
    }

    private sealed class Places(int free) : ICallPlaces
    {
        private int _free = free;

        public int Free => Volatile.Read(ref _free);

        public bool TryEnter(out DateTimeOffset at)
        {
            at = ObjectSamples.Noon;
            if (Interlocked.Decrement(ref _free) >= 0)
            {
                return true;
            }

            Cancel();
            return false;
        }

        public void Exit(DateTimeOffset at, ObjectResult? result)
        {
            Assert.Equal(ObjectSamples.Noon, at);
            Cancel();
        }

        public void Cancel() => Interlocked.Increment(ref _free);
    }
}
