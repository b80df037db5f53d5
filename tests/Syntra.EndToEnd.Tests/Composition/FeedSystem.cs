using System.Buffers.Text;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Syntra.Bench.Realtime;
using Syntra.Cli.Realtime;
using Syntra.EndToEnd.Tests.InProcess;
using Syntra.Sandbox.Cerner.Fhir;
using Syntra.Sandbox.Cerner.Fhir.Hooks;

namespace Syntra.EndToEnd.Tests.Composition;

/// <summary>The program as an operator starts it for a tenant with webhooks, a polled FHIR server, a signed event source and equipment middleware.</summary>
internal sealed class FeedSystem : IAsyncDisposable
{
    private const string Account = "syntra-mercy";
    private const string EquipmentSecret = "SYNTRA_TEST_EQUIPMENT";
    private static readonly TimeSpan Patience = Hang.Limit;
    private static readonly string[] Scopes = ["Encounter", "Device", "Location", "SupplyRequest", "Practitioner", "PractitionerRole", "Subscription"];

    private readonly HttpClient http = new();
    private readonly byte[] equipmentKey = RandomNumberGenerator.GetBytes(32);
    private readonly string directory;

    private readonly ECDsa key;

    private FeedSystem(string directory, FhirSandbox server, ECDsa key) => (this.directory, Server, this.key) = (directory, server, key);

    internal FhirSandbox Server { get; }

    internal RealtimeSystem Program { get; private set; } = null!;

    internal FusionControl Fusion { get; private set; } = null!;

    internal string Tenant => Path.Combine(directory, "tenant");

    /// <summary>Starts broker, pod and runtime as processes, and the FHIR server that they call here; <paramref name="variables"/> are set for all of them.</summary>
    internal static async Task<FeedSystem> StartAsync(string verb, string directory, IReadOnlyDictionary<string, string> variables, CancellationToken cancellation)
    {
        string hooks = "whsec_" + Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        var server = await FhirSandbox.StartAsync(
            new FhirSandboxOptions
            {
                DatabaseFile = Path.Combine(directory, "fhir.db"), SigningSecrets = [hooks],
                Accounts = [new FhirSandboxAccount(Account, key.ExportSubjectPublicKeyInfoPem(), [.. Scopes.Select(s => $"system/{s}.rs")])],
            },
            cancellation);
        var system = new FeedSystem(directory, server, key);
        try
        {
            string pem = key.ExportPkcs8PrivateKeyPem();
            system.Program = await RealtimeSystem.StartAsync(directory, cancellation, new RealtimeSetup
            {
                Verb = verb, Prepare = folder => system.Configure(folder, hooks, pem),
                Environment = new Dictionary<string, string>(variables, StringComparer.Ordinal) { [EquipmentSecret] = Encoding.ASCII.GetString(system.EquipmentText) },
            });
            system.Fusion = new FusionControl(system.Program.Pod);
            return system;
        }
        catch
        {
            await system.DisposeAsync();
            throw;
        }
    }

    /// <summary>Subscribes the receiver to resource types; returns when the handshake is through.</summary>
    internal async Task SubscribeAsync(string id, string content, string types, CancellationToken cancellation)
    {
        const string extension = "http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/";
        var subscription = new JsonObject
        {
            ["resourceType"] = "Subscription", ["status"] = "requested", ["reason"] = "test", ["criteria"] = "http://example.org/topics/changes",
            ["_criteria"] = new JsonObject { ["extension"] = new JsonArray([.. types.Split(',').Select(t => (JsonNode)new JsonObject { ["url"] = extension + "backport-filter-criteria", ["valueString"] = t + "?" })]) },
            ["channel"] = new JsonObject
            {
                ["type"] = "rest-hook", ["endpoint"] = Program.HooksOf("mercy").AbsoluteUri, ["payload"] = "application/fhir+json",
                ["_payload"] = new JsonObject { ["extension"] = new JsonArray(new JsonObject { ["url"] = extension + "backport-payload-content", ["valueCode"] = content }) },
            },
        };
        using var request = new HttpRequestMessage(HttpMethod.Put, $"{Server.FhirUrl.AbsoluteUri}/Subscription/{id}") { Content = new StringContent(subscription.ToJsonString(), Encoding.UTF8, "application/fhir+json") };
        request.Headers.Authorization = new System.Net.Http.Headers.AuthenticationHeaderValue("Bearer", await TokenAsync(cancellation));
        using var made = await http.SendAsync(request, cancellation);
        Assert.Equal(201, (int)made.StatusCode);
        await UntilAsync(() => Task.FromResult(Server.SubscriptionStatus(id) == "active"), $"subscription {id} is active", cancellation);
    }

    /// <summary>Loses every notification while something happens; returns when as many as expected are lost.</summary>
    internal async Task LoseAsync(Action happening, int expected, CancellationToken cancellation)
    {
        long lost = Server.Lost + expected;
        Server.HookFaults = new HookFaults { LosePerMille = 1000 };
        happening();
        await UntilAsync(() => Task.FromResult(Server.Lost == lost), $"{expected} notifications are lost", cancellation);
        Server.HookFaults = new HookFaults();
    }

    /// <summary>Sends an event of CareAware's contract, signed by X-Hub-Signature-256.</summary>
    internal async Task EquipmentAsync(string id, string inServiceOn, CancellationToken cancellation)
    {
        byte[] body = Encoding.UTF8.GetBytes(
            $$$"""{"eventId":"ev-{{{id}}}","type":"asset.registered","occurredAt":"{{{TimeProvider.System.GetUtcNow():yyyy-MM-dd'T'HH:mm:ss'Z'}}}","asset":{"id":"{{{id}}}","description":"Pump","status":"in-service","cost":{"value":"1250.50","currency":"USD"},"units":2,"inServiceOn":"{{{inServiceOn}}}"}}""");
        using var request = new HttpRequestMessage(HttpMethod.Post, Program.HooksOf("equipment")) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new System.Net.Http.Headers.MediaTypeHeaderValue("application/json");
        request.Headers.Add("X-Hub-Signature-256", "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(EquipmentText, body)));
        using var answer = await http.SendAsync(request, cancellation);
        Assert.Equal(200, (int)answer.StatusCode);
    }

    /// <summary>What stands in Fusion of one resource.</summary>
    internal async Task<IReadOnlyList<JsonObject>> StandingAsync(string resource, CancellationToken cancellation) =>
        [.. (await http.GetFromJsonAsync<JsonArray>(new Uri(Program.Pod, "sandbox/objects/" + resource), cancellation))!.Select(n => (JsonObject)n!["attributes"]!)];

    /// <summary>Waits until so many stand in Fusion.</summary>
    internal Task UntilStandAsync(string resource, int count, CancellationToken cancellation) =>
        UntilAsync(async () => (await StandingAsync(resource, cancellation)).Count == count, $"{count} of {resource} stand in Fusion", cancellation);

    /// <summary>The status that the runtime writes.</summary>
    internal StatusReport? Status() => StatusFiles.Read(Program.State, TimeProvider.System.GetUtcNow());

    /// <summary>Waits for a status.</summary>
    internal async Task<StatusReport> UntilStatusAsync(Func<StatusReport, bool> condition, string what, CancellationToken cancellation)
    {
        StatusReport? last = null;
        await UntilAsync(() => Task.FromResult((last = Status()) is { } report && condition(report)), what, cancellation);
        return last!;
    }

    /// <summary>Waits for a condition; in vain fails the test with the last status.</summary>
    internal async Task UntilAsync(Func<Task<bool>> condition, string what, CancellationToken cancellation)
    {
        long begun = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(begun) < Patience, $"in vain: {what}\n{(Status() is { } report ? StatusFiles.Render(report) : "no status")}\n{Log()}");
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, cancellation);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Program?.Dispose();
        Fusion?.Dispose();
        http.Dispose();
        await Server.DisposeAsync();
        key.Dispose();
    }

    // The subscription is made by whoever runs the FHIR server, here with the same account.
    private async Task<string> TokenAsync(CancellationToken cancellation)
    {
        string audience = Server.BaseUrl.AbsoluteUri + "auth/token";
        long now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var claims = new JsonObject { ["iss"] = Account, ["sub"] = Account, ["aud"] = audience, ["exp"] = now + 200, ["jti"] = RandomNumberGenerator.GetHexString(16) };
        string signed = Base64Url.EncodeToString("""{"alg":"ES384","typ":"JWT"}"""u8) + "." + Base64Url.EncodeToString(Encoding.UTF8.GetBytes(claims.ToJsonString()));
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["grant_type"] = "client_credentials", ["scope"] = "system/Subscription.rs", ["client_assertion_type"] = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            ["client_assertion"] = signed + "." + Base64Url.EncodeToString(key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA384)),
        });
        using var answer = await http.PostAsync(new Uri(audience), form, cancellation);
        return (string)(await answer.Content.ReadFromJsonAsync<JsonObject>(cancellation))!["access_token"]!;
    }

    // What the runtime wrote down: kinds and counts, never a payload.
    private string Log() => string.Join('\n', Directory.EnumerateFiles(Program.State, "syntra*.log").SelectMany(f => File.ReadLines(f)).Where(l => !l.Contains("[INF]", StringComparison.Ordinal)).TakeLast(40));

    private byte[] EquipmentText => Encoding.ASCII.GetBytes(Convert.ToHexStringLower(equipmentKey));

    // Encounters and supplies come by webhook alone (no poll matches their status), locations by polling alone, devices by both: so it shows what each way brought.
    private void Configure(string folder, string hooks, string pem)
    {
        Directory.CreateDirectory(Path.Combine(folder, "secrets"));
        File.WriteAllText(Path.Combine(folder, "secrets", "hooks"), hooks);
        File.WriteAllText(Path.Combine(folder, "secrets", "fhir-key.pem"), pem);
        File.WriteAllText(Path.Combine(folder, "subscriptions.yaml"), $"""
            senders:
              - name: mercy
                contract: fhir
                gapGrace: 00:00:00
                backfillRetry: 00:00:05
                offersEvents: true
                verify:
                  - scheme: standard-webhooks
                    secrets:
                      - file: secrets/hooks
              - name: equipment
                contract: careaware
                verify:
                  - scheme: hub-signature
                    secrets:
                      - env: {EquipmentSecret}

            """);
        File.WriteAllText(Path.Combine(folder, "sources.yaml"), $"""
            sources:
              - name: mercy
                kind: fhir
                address: {Server.FhirUrl.AbsoluteUri}
                allowPrivate: true
                clientId: {Account}
                keyId: k1
                key:
                  - file: secrets/fhir-key.pem
                pollInterval: 00:00:01
                resources:
                  - type: Location
                  - type: Device
                  - type: Encounter
                    query: status=cancelled
                  - type: SupplyRequest
                    query: status=draft
              - name: mercy-events
                kind: signed-events
                address: {Server.BaseUrl.AbsoluteUri}v1/events
                allowPrivate: true
                clientId: {Account}
                keyId: k1
                key:
                  - file: secrets/fhir-key.pem
                pollInterval: 00:00:01
                resources:
                  - type: Practitioner
                  - type: PractitionerRole
                secrets:
                  - file: secrets/hooks

            """);
    }
}
