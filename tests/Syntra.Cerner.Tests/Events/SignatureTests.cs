using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Syntra.Cerner.Events.Signatures;
using Syntra.Fhir.Tests;

namespace Syntra.Cerner.Tests.Events;

public sealed class SignatureTests
{
    private static readonly byte[] Old = RandomNumberGenerator.GetBytes(32);
    private static readonly byte[] Next = RandomNumberGenerator.GetBytes(32);
    private static readonly byte[] Body = """{"a":1}"""u8.ToArray();
    private readonly ManualClock _clock = new(Notices.Start);

    [Fact]
    public async Task The_published_vector_of_standard_webhooks_is_accepted_and_any_change_of_it_refused()
    {
        var file = Path.Combine(Path.GetDirectoryName(OutsideData.Folder("fhir-test-cases"))!, "standard_webhook_vector.json");
        using var vector = JsonDocument.Parse(await File.ReadAllBytesAsync(file));
        string Text(string name) => vector.RootElement.GetProperty(name).ToString();
        _clock.Now = DateTimeOffset.FromUnixTimeSeconds(1614265330);
        var check = new StandardWebhooksCheck(new SharedSecrets([Convert.FromBase64String(Text("secret_b64"))]), TimeSpan.FromMinutes(5), _clock);
        (string, string)[] headers = [("webhook-id", Text("webhook-id")), ("webhook-timestamp", Text("webhook-timestamp")), ("webhook-signature", Text("webhook-signature"))];
        var body = Encoding.UTF8.GetBytes(Text("payload"));

        var passed = await check.CheckAsync(Request(body, headers), CancellationToken.None);
        Assert.Equal((CheckOutcome.Passed, Text("webhook-id")), (passed.Outcome, passed.MessageId));
        Assert.Equal(CheckOutcome.Refused, await Outcome(check, Request([.. body, 32], headers)));
        Assert.Equal(CheckOutcome.Refused, await Outcome(check, Request(body, [("webhook-id", "msg_other"), headers[1], headers[2]])));
        Assert.Equal(CheckOutcome.Refused, await Outcome(check, Request(body, [headers[0], ("webhook-timestamp", "1614265331"), headers[2]])));
        Assert.Equal(CheckOutcome.Refused, await Outcome(check, Request(body, [headers[0], headers[1], ("webhook-signature", Text("webhook-signature").Replace("v1,", "v1a,", StringComparison.Ordinal))])));
        Assert.Equal(CheckOutcome.Passed, await Outcome(check, Request(body, [headers[0], headers[1], ("webhook-signature", "v1,AAAA v2,x " + Text("webhook-signature"))])));
    }

    [Theory]
    [InlineData(-301, false)]
    [InlineData(-299, true)]
    [InlineData(299, true)]
    [InlineData(301, false)]
    public async Task A_timestamp_holds_for_five_minutes_either_way(int seconds, bool passes)
    {
        var check = new StandardWebhooksCheck(new SharedSecrets([Old]), TimeSpan.FromMinutes(5), _clock);
        Assert.Equal(passes ? CheckOutcome.Passed : CheckOutcome.Refused, await Outcome(check, Standard(Old, _clock.Now.AddSeconds(seconds))));
    }

    [Fact]
    public async Task While_one_secret_takes_over_from_another_both_hold_and_no_third()
    {
        var check = new StandardWebhooksCheck(new SharedSecrets([Old, Next]), TimeSpan.FromMinutes(5), _clock);
        Assert.Equal(CheckOutcome.Passed, await Outcome(check, Standard(Old, _clock.Now)));
        Assert.Equal(CheckOutcome.Passed, await Outcome(check, Standard(Next, _clock.Now)));
        Assert.Equal(CheckOutcome.Refused, await Outcome(check, Standard(RandomNumberGenerator.GetBytes(32), _clock.Now)));
    }

    [Fact]
    public async Task A_hub_signature_is_taken_with_and_without_its_prefix()
    {
        var check = new BodyHmacCheck(new SharedSecrets([Old, Next]), "X-Hub-Signature-256");
        var hex = Convert.ToHexStringLower(HMACSHA256.HashData(Next, Body));
        Assert.Equal(CheckOutcome.Passed, await Outcome(check, Request(Body, ("X-Hub-Signature-256", "sha256=" + hex))));
        Assert.Equal(CheckOutcome.Passed, await Outcome(check, Request(Body, ("X-Hub-Signature-256", hex.ToUpperInvariant()))));
        Assert.Equal(CheckOutcome.Refused, await Outcome(check, Request(Body, ("X-Hub-Signature-256", "sha256=" + hex[..^2]))));
        Assert.Equal(CheckOutcome.Refused, await Outcome(check, Request(Body, ("X-Hub-Signature-256", "sha256=zz"))));
        Assert.Equal(CheckOutcome.Refused, await Outcome(check, Request([.. Body, 10], ("X-Hub-Signature-256", "sha256=" + hex))));
        Assert.Equal(CheckOutcome.Refused, await Outcome(check, Request(Body)));
    }

    [Fact]
    public async Task A_fixed_header_must_be_the_whole_value()
    {
        var check = new SharedHeaderCheck(new SharedSecrets(["Bearer SAMPLE_TOKEN"u8.ToArray()]), "Authorization");
        Assert.Equal(CheckOutcome.Passed, await Outcome(check, Request(Body, ("Authorization", "Bearer SAMPLE_TOKEN"))));
        Assert.Equal(CheckOutcome.Refused, await Outcome(check, Request(Body, ("Authorization", "Bearer SAMPLE_TOKEN2"))));
        Assert.Equal(CheckOutcome.Refused, await Outcome(check, Request(Body)));
    }

    [Fact]
    public async Task A_token_is_taken_by_algorithm_key_audience_and_time()
    {
        using var ec = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        using var rsa = RSA.Create(2048);
        using var stranger = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        using var keys = new JwksSource(_ => Task.FromResult<ReadOnlyMemory<byte>>(KeySet(ec, rsa)), _clock, NullLogger.Instance);
        var check = new BearerCheck(keys, new BearerRules("https://syntra", "https://issuer", "events.write"), _clock);
        var exp = _clock.Now.AddMinutes(5).ToUnixTimeSeconds();
        var good = $$"""{"iss":"https://issuer","aud":["x","https://syntra"],"exp":{{exp}},"scope":"a events.write"}""";
        byte[] Es(ECDsa key, byte[] data) => key.SignData(data, HashAlgorithmName.SHA384);
        byte[] Rs(byte[] data) => rsa.SignData(data, HashAlgorithmName.SHA384, RSASignaturePadding.Pkcs1);

        Assert.Equal("", await Reason(check, Token("""{"alg":"ES384","kid":"e"}""", good, d => Es(ec, d))));
        Assert.Equal("", await Reason(check, Token("""{"alg":"RS384","kid":"r"}""", good, Rs)));
        Assert.Equal("token-signature", await Reason(check, Token("""{"alg":"ES384","kid":"e"}""", good, d => Es(stranger, d))));
        Assert.Equal("token-algorithm", await Reason(check, Token("""{"alg":"none"}""", good, _ => [])));
        Assert.Equal("token-algorithm", await Reason(check, Token("""{"alg":"HS256","kid":"r"}""", good, d => HMACSHA256.HashData(rsa.ExportSubjectPublicKeyInfo(), d))));
        Assert.Equal("token-key-unknown", await Reason(check, Token("""{"alg":"ES384","kid":"other"}""", good, d => Es(ec, d))));
        Assert.Equal("token-expired", await Reason(check, Token("""{"alg":"ES384","kid":"e"}""", good.Replace(exp.ToString(CultureInfo.InvariantCulture), (exp - 400).ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal), d => Es(ec, d))));
        Assert.Equal("token-expired", await Reason(check, Token("""{"alg":"ES384","kid":"e"}""", """{"iss":"https://issuer","aud":"https://syntra","scope":"events.write"}""", d => Es(ec, d))));
        Assert.Equal("token-audience", await Reason(check, Token("""{"alg":"ES384","kid":"e"}""", good.Replace("https://syntra", "https://other", StringComparison.Ordinal), d => Es(ec, d))));
        Assert.Equal("token-scope", await Reason(check, Token("""{"alg":"ES384","kid":"e"}""", good.Replace("events.write", "events.read", StringComparison.Ordinal), d => Es(ec, d))));
        Assert.Equal("token-bound", await Reason(check, Token("""{"alg":"ES384","kid":"e"}""", good.Insert(1, "\"cnf\":{\"x5t#S256\":\"abc\"},"), d => Es(ec, d))));
        Assert.Equal("token-form", await Reason(check, "a.b"));
    }

    [Fact]
    public async Task A_certificate_is_taken_when_pinned_or_issued_to_a_known_name_and_in_its_time()
    {
        using var root = Certificate("CN=root", null, isAuthority: true);
        using var client = Certificate("CN=sender-a", root);
        using var other = Certificate("CN=sender-b", root);
        using var self = Certificate("CN=sender-a", null);
        var issued = new MutualTlsCheck([], [X509CertificateLoader.LoadCertificate(root.RawData)], ["sender-a"], _clock);
        var pinned = new MutualTlsCheck([SHA256.HashData(self.RawData)], [], [], _clock);
        Task<CheckOutcome> Check(MutualTlsCheck check, X509Certificate2? certificate) => Outcome(check, new HookRequest(new HeaderDictionary(), Body, certificate));

        Assert.Equal(CheckOutcome.Passed, await Check(issued, client));
        Assert.Equal(CheckOutcome.Refused, await Check(issued, other));
        Assert.Equal(CheckOutcome.Refused, await Check(issued, self));
        Assert.Equal(CheckOutcome.Refused, await Check(issued, null));
        Assert.Equal(CheckOutcome.Passed, await Check(pinned, self));
        Assert.Equal(CheckOutcome.Refused, await Check(pinned, client));
        _clock.Now = Notices.Start.AddYears(2);
        Assert.Equal(CheckOutcome.Refused, await Check(pinned, self));
        Assert.Equal(CheckOutcome.Refused, await Check(issued, client));
    }

    private HookRequest Standard(byte[] secret, DateTimeOffset at)
    {
        var timestamp = at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        byte[] signed = [.. Encoding.UTF8.GetBytes($"m1.{timestamp}."), .. Body];
        return Request(Body, ("webhook-id", "m1"), ("webhook-timestamp", timestamp), ("webhook-signature", "v1," + Convert.ToBase64String(HMACSHA256.HashData(secret, signed))));
    }

    private static HookRequest Request(byte[] body, params (string Name, string Value)[] headers)
    {
        var all = new HeaderDictionary();
        foreach (var (name, value) in headers)
        {
            all[name] = value;
        }

        return new HookRequest(all, body, null);
    }

    private static async Task<CheckOutcome> Outcome(ISenderCheck check, HookRequest request) => (await check.CheckAsync(request, CancellationToken.None)).Outcome;

    private static async Task<string> Reason(ISenderCheck check, string token) =>
        (await check.CheckAsync(Request(Body, ("Authorization", "Bearer " + token)), CancellationToken.None)).Reason;

    private static string Token(string head, string claims, Func<byte[], byte[]> sign)
    {
        var signed = $"{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(head))}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(claims))}";
        return $"{signed}.{Base64Url.EncodeToString(sign(Encoding.ASCII.GetBytes(signed)))}";
    }

    private static byte[] KeySet(ECDsa ec, RSA rsa)
    {
        var point = ec.ExportParameters(false).Q;
        var numbers = rsa.ExportParameters(false);
        return Encoding.UTF8.GetBytes(
            $$"""{"keys":[{"kty":"EC","crv":"P-384","kid":"e","x":"{{Base64Url.EncodeToString(point.X)}}","y":"{{Base64Url.EncodeToString(point.Y)}}"},{"kty":"RSA","kid":"r","n":"{{Base64Url.EncodeToString(numbers.Modulus)}}","e":"{{Base64Url.EncodeToString(numbers.Exponent)}}"},{"kty":"oct","k":"AAAA"}]}""");
    }

    private X509Certificate2 Certificate(string name, X509Certificate2? issuer, bool isAuthority = false)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(isAuthority, false, 0, true));
        if (!isAuthority)
        {
            request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.2")], false));
        }

        var (from, until) = (_clock.Now.AddDays(-1), _clock.Now.AddYears(1));
        return issuer is null
            ? request.CreateSelfSigned(from, until)
            : request.Create(issuer, from.AddHours(1), until.AddDays(-1), Encoding.ASCII.GetBytes(name));
    }
}
