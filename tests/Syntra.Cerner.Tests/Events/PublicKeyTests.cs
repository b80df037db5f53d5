using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Org.BouncyCastle.Math.EC.Rfc8032;
using Syntra.Cerner.Events.Configuration;
using Syntra.Cerner.Events.Signatures;
using Syntra.Cerner.Tests.Compliance;
using Syntra.Fhir.Tests;

namespace Syntra.Cerner.Tests.Events;

/// <summary>v1a of Standard Webhooks: Ed25519, per sender, two keys during a rotation.</summary>
public sealed class PublicKeyTests(KafkaFixture kafka) : IClassFixture<KafkaFixture>
{
    private static readonly byte[] Old = Seed(1);
    private static readonly byte[] Next = Seed(2);
    private static readonly byte[] Stranger = Seed(3);
    private static readonly byte[] Body = """{"a":1}"""u8.ToArray();
    private readonly ManualClock _clock = new(Notices.Start);

    [Theory]
    [InlineData("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "", "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b")]
    [InlineData("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72", "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00")]
    [InlineData("fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82", "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a")]
    public void The_vectors_of_rfc_8032_hold_and_no_bit_of_them_may_change(string key, string message, string signature)
    {
        byte[] bytes = Convert.FromHexString(signature);
        var keys = new PublicKeys([Convert.FromHexString(key)]);
        Assert.True(PublicKeys.IsUsable(Convert.FromHexString(key)));
        Assert.True(keys.Signed([bytes], Convert.FromHexString(message)));
        Assert.False(keys.Signed([bytes], [.. Convert.FromHexString(message), 0]));
        for (int bit = 0; bit < bytes.Length * 8; bit++)
        {
            byte[] changed = [.. bytes];
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(keys.Signed([changed], Convert.FromHexString(message)), $"bit {bit}");
        }
    }

    [Fact]
    public async Task Wycheproofs_cases_are_decided_as_they_say()
    {
        string file = Path.Combine(OutsideData.Folder("wycheproof"), "ed25519_test.json");
        if (!File.Exists(file))
        {
            Assert.Skip("shared/data/wycheproof/ed25519_test.json is not beside the repository");
        }

        using var vectors = JsonDocument.Parse(await File.ReadAllBytesAsync(file));
        int run = 0;
        foreach (var group in vectors.RootElement.GetProperty("testGroups").EnumerateArray())
        {
            var named = group.TryGetProperty("publicKey", out var key) ? key : group.GetProperty("key");
            var keys = new PublicKeys([Convert.FromHexString(named.GetProperty("pk").GetString()!)]);
            foreach (var test in group.GetProperty("tests").EnumerateArray())
            {
                run++;
                bool holds = keys.Signed([Convert.FromHexString(test.GetProperty("sig").GetString()!)], Convert.FromHexString(test.GetProperty("msg").GetString()!));
                Assert.True(holds == (test.GetProperty("result").GetString() == "valid"), $"case {test.GetProperty("tcId")}");
            }
        }

        Assert.True(run > 100, $"only {run} cases were run");
    }

    [Fact]
    public async Task While_one_key_takes_over_from_another_both_hold_and_no_third()
    {
        var check = Check([], [Public(Old), Public(Next)]);
        Assert.Equal(CheckOutcome.Passed, await OutcomeAsync(check, V1a(Old)));
        Assert.Equal(CheckOutcome.Passed, await OutcomeAsync(check, V1a(Next)));
        Assert.Equal(CheckOutcome.Passed, await OutcomeAsync(check, "v1,AAAA v1a,AAAA " + V1a(Next)));
        Assert.Equal(CheckOutcome.Refused, await OutcomeAsync(check, V1a(Stranger)));
        Assert.Equal(CheckOutcome.Refused, await OutcomeAsync(check, V1a(Old).Replace("v1a,", "v1,", StringComparison.Ordinal)));
        Assert.Equal(CheckOutcome.Refused, await OutcomeAsync(check, V1a(Old), id: "msg_other"));
        Assert.Equal(CheckOutcome.Refused, await OutcomeAsync(check, V1a(Old), shift: 301));
        // More than four are not looked at, so a header full of them costs little.
        Assert.Equal(CheckOutcome.Refused, await OutcomeAsync(check, string.Join(' ', Enumerable.Repeat(V1a(Stranger), 4).Append(V1a(Old)))));
    }

    [Fact]
    public async Task A_sender_with_one_kind_of_key_is_not_taken_by_the_other()
    {
        byte[] secret = [.. Enumerable.Repeat((byte)7, 32)];
        string v1 = "v1," + Convert.ToBase64String(System.Security.Cryptography.HMACSHA256.HashData(secret, Signed("msg_1", _clock.Now.ToUnixTimeSeconds())));
        Assert.Equal(CheckOutcome.Refused, await OutcomeAsync(Check([], [Public(Old)]), v1));
        Assert.Equal(CheckOutcome.Refused, await OutcomeAsync(Check([secret], []), V1a(Old)));
        Assert.Equal(CheckOutcome.Passed, await OutcomeAsync(Check([secret], [Public(Old)]), v1));
        Assert.Equal(CheckOutcome.Passed, await OutcomeAsync(Check([secret], [Public(Old)]), V1a(Old)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(31)]
    public void A_key_under_which_a_signature_proves_nothing_is_no_key(int kind)
    {
        // All zero (order 4), the neutral point, and one that is too short.
        byte[] key = new byte[kind == 31 ? 31 : 32];
        key[0] = (byte)(kind == 1 ? 1 : 0);
        Assert.False(PublicKeys.IsUsable(key));
    }

    [Fact]
    public async Task Over_the_wire_a_message_is_taken_by_its_senders_own_key_and_by_no_others()
    {
        var folder = Directory.CreateTempSubdirectory("syntra-keys-");
        try
        {
            foreach (var (name, seed) in new[] { ("a.pub", Old), ("b.pub", Next) })
            {
                await File.WriteAllTextAsync(Path.Combine(folder.FullName, name), "whpk_" + Convert.ToBase64String(Public(seed)));
            }

            string Sender(string name) => $"  - name: {name}\n    verify:\n      - scheme: standard-webhooks\n        publicKeys:\n          - file: {Path.Combine(folder.FullName, name + ".pub")}\n";
            await using var rig = await HookRig.StartAsync(kafka, "keys1", "senders:\n" + Sender("a") + Sender("b"));
            Assert.Equal(HttpStatusCode.OK, await PostAsync(rig, "a", "m1", Old));
            Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync(rig, "a", "m2", Next));
            Assert.Equal(HttpStatusCode.OK, await PostAsync(rig, "b", "m3", Next));
            Assert.Equal(HttpStatusCode.OK, await PostAsync(rig, "a", "m1", Old));
            Assert.Equal(2, rig.Events("Encounter").Count);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void A_key_file_that_holds_no_key_names_itself_and_not_what_it_holds()
    {
        var folder = Directory.CreateTempSubdirectory("syntra-keys-");
        try
        {
            File.WriteAllText(Path.Combine(folder.FullName, "x.pub"), "whpk_" + Convert.ToBase64String(new byte[32]));
            var settings = new VerifySettings { Scheme = VerifyScheme.StandardWebhooks, PublicKeys = [new SecretReference(null, "x.pub")] };
            var fault = Assert.Throws<SubscriptionsException>(() => SecretReader.PublicKeys(settings, "mercy", folder.FullName));
            Assert.Contains("file x.pub", fault.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("AAAA", fault.Message, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<HttpStatusCode> PostAsync(HookRig rig, string sender, string id, byte[] seed)
    {
        byte[] body = Encoding.UTF8.GetBytes($$"""{"resourceType":"Encounter","id":"{{id}}","meta":{"versionId":"1"},"status":"in-progress"}""");
        long now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        using var answer = await rig.PostAsync(sender, body, request =>
        {
            request.Headers.Add("webhook-id", "msg_" + id);
            request.Headers.Add("webhook-timestamp", now.ToString(CultureInfo.InvariantCulture));
            request.Headers.Add("webhook-signature", Sign(seed, [.. Encoding.ASCII.GetBytes($"msg_{id}.{now}."), .. body]));
        });
        return answer.StatusCode;
    }

    private StandardWebhooksCheck Check(byte[][] secrets, byte[][] keys) => new(new SharedSecrets(secrets), new PublicKeys(keys), TimeSpan.FromMinutes(5), _clock);

    private string V1a(byte[] seed) => Sign(seed, Signed("msg_1", _clock.Now.ToUnixTimeSeconds()));

    private static byte[] Signed(string id, long seconds) => [.. Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{seconds}.")), .. Body];

    private static string Sign(byte[] seed, byte[] message)
    {
        byte[] signature = new byte[Ed25519.SignatureSize];
        Ed25519.Sign(seed, 0, message, 0, message.Length, signature, 0);
        return "v1a," + Convert.ToBase64String(signature);
    }

    private async Task<CheckOutcome> OutcomeAsync(StandardWebhooksCheck check, string signature, string id = "msg_1", int shift = 0)
    {
        var headers = new HeaderDictionary
        {
            ["webhook-id"] = id, ["webhook-signature"] = signature,
            ["webhook-timestamp"] = (_clock.Now.ToUnixTimeSeconds() + shift).ToString(CultureInfo.InvariantCulture),
        };
        return (await check.CheckAsync(new HookRequest(headers, Body, null), CancellationToken.None)).Outcome;
    }

    private static byte[] Seed(byte fill) => [.. Enumerable.Repeat(fill, Ed25519.SecretKeySize)];

    private static byte[] Public(byte[] seed)
    {
        byte[] key = new byte[Ed25519.PublicKeySize];
        Ed25519.GeneratePublicKey(seed, 0, key, 0);
        return key;
    }
}
