using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Syntra.Cerner.Events.Signatures;
using Syntra.Cerner.Fhir.Capabilities;
using Syntra.Cerner.Fhir.Client;
using Syntra.Cerner.Fhir.Smart;
using Syntra.Fhir;
using Syntra.Fhir.Resources;
using static Syntra.Cerner.Tests.Fhir.ScriptedServer;

namespace Syntra.Cerner.Tests.Fhir;

public sealed class SmartTests
{
    private const string TokenAddress = "https://auth.example/t1/token";

    [Theory]
    [InlineData("RS384")]
    [InlineData("ES384")]
    public async Task The_assertion_is_signed_for_the_token_endpoint_short_lived_and_never_the_same(string algorithm)
    {
        var (pem, jwks) = Pair(algorithm);
        var server = Server();
        using var tokens = Tokens(server, pem);
        var first = await tokens.GetAsync(CancellationToken.None);
        tokens.Forget(first);
        await tokens.GetAsync(CancellationToken.None);

        var assertions = server.Bodies.Where(b => b.Length > 0).Select(b => System.Web.HttpUtility.ParseQueryString(b)).ToList();
        Assert.Equal(2, assertions.Count);
        Assert.All(assertions, a => Assert.Equal("client_credentials", a["grant_type"]));
        Assert.Equal("system/Encounter.rs system/Patient.rs", assertions[0]["scope"]);
        var claims = assertions.ConvertAll(a => Verified(a["client_assertion"]!, Encoding.UTF8.GetBytes(jwks), algorithm));
        Assert.All(claims, c => Assert.Equal(("me", "me", TokenAddress), (c.GetProperty("iss").GetString(), c.GetProperty("sub").GetString(), c.GetProperty("aud").GetString())));
        Assert.All(claims, c => Assert.InRange(c.GetProperty("exp").GetInt64() - server.Clock.Now.ToUnixTimeSeconds(), 1, 300));
        Assert.NotEqual(claims[0].GetProperty("jti").GetString(), claims[1].GetProperty("jti").GetString());
    }

    [Fact]
    public async Task A_token_is_kept_and_renewed_in_mid_walk_before_it_ends()
    {
        var server = Server(page: (n, clock) =>
        {
            clock.Now += TimeSpan.FromSeconds(200);
            return n < 5 ? Page(Root + "?page=" + n, Entry("p" + n)) : Page(null, Entry("p" + n));
        });
        using var tokens = Tokens(server, Pair("ES384").Pem);
        var (found, _) = await server.SearchAsync(server.Client(tokens));
        Assert.Equal(5, found.Count);
        Assert.Equal(["t1", "t1", "t1", "t2", "t2"], server.Tokens.OfType<string>());
    }

    [Fact]
    public async Task A_401_gets_one_new_token_and_a_second_401_is_passed_on()
    {
        var refusals = 1;
        var server = Server(page: (_, _) => refusals-- > 0 ? null : Page(null, Entry("a")));
        using var tokens = Tokens(server, Pair("ES384").Pem);
        await server.SearchAsync(server.Client(tokens));
        Assert.Equal(["t1", "t2"], server.Tokens.OfType<string>());

        refusals = 9;
        var fault = await Assert.ThrowsAsync<FhirFaultException>(() => server.SearchAsync(server.Client(tokens)));
        Assert.Equal((FhirFaultKind.Unauthorized, 401), (fault.Kind, fault.Status));
        Assert.Equal(["t1", "t2", "t2", "t3"], server.Tokens.OfType<string>());
    }

    [Theory]
    [InlineData("https://evil.example/token")]
    [InlineData("http://auth.example/token")]
    [InlineData("https://u@auth.example/token")]
    [InlineData("/token")]
    public async Task A_token_endpoint_where_none_is_expected_gets_no_assertion(string endpoint)
    {
        var server = new ScriptedServer((_, _) => Json($$"""{"token_endpoint":"{{endpoint}}"}"""));
        using var tokens = Tokens(server, Pair("ES384").Pem);
        Assert.Equal(FhirFaultKind.Untrusted, (await Assert.ThrowsAsync<FhirFaultException>(async () => await tokens.GetAsync(CancellationToken.None))).Kind);
        Assert.Single(server.Asked);
    }

    [Fact]
    public async Task A_server_that_does_not_take_our_algorithm_is_told_at_once()
    {
        var server = new ScriptedServer((_, _) => Json($$"""{"token_endpoint":"{{TokenAddress}}","token_endpoint_auth_signing_alg_values_supported":["RS384"]}"""));
        using var tokens = Tokens(server, Pair("ES384").Pem);
        var fault = await Assert.ThrowsAsync<FhirFaultException>(async () => await tokens.GetAsync(CancellationToken.None));
        Assert.Contains("ES384", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Weak_or_foreign_keys_are_refused()
    {
        using var weak = RSA.Create(1024);
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var rsa = RSA.Create(2048);
        Assert.Throws<CryptographicException>(() => SigningKey.FromPem(weak.ExportPkcs8PrivateKeyPem(), "k"));
        Assert.Throws<CryptographicException>(() => SigningKey.FromPem(other.ExportPkcs8PrivateKeyPem(), "k"));
        Assert.Throws<CryptographicException>(() => SigningKey.FromPem(rsa.ExportSubjectPublicKeyInfoPem(), "k"));
        Assert.Throws<CryptographicException>(() => SigningKey.FromPem("secret", "k"));
    }

    [Fact]
    public void What_a_server_does_not_declare_is_named_with_what_it_costs()
    {
        var statement = FhirJson.Parse<CapabilityStatement>(Encoding.UTF8.GetBytes(
            """
            {"resourceType":"CapabilityStatement","fhirVersion":"4.0.1","rest":[{"mode":"server","resource":[
            {"type":"Encounter","interaction":[{"code":"read"},{"code":"search-type"}],"searchParam":[{"name":"_id"},{"name":"patient"},{"name":"_lastUpdated"}]},
            {"type":"ChargeItem","interaction":[{"code":"read"},{"code":"search-type"}],"searchParam":[{"name":"context"},{"name":"-status"}]}]}]}
            """));
        var gaps = CapabilityCheck.Examine(statement, [("Encounter", ["patient", "_count"]), ("ChargeItem", ["context", "patient"]), ("PractitionerRole", [])]);
        Assert.Equal(
            ["|Subscription", "Encounter|history", "ChargeItem|_lastUpdated", "ChargeItem|history", "ChargeItem|patient", "PractitionerRole|the resource"],
            gaps.Select(g => $"{g.Resource}|{g.Missing}"));
        Assert.Equal("PractitionerRole", Assert.Single(gaps, g => g.IsFatal).Resource);
        Assert.True(CapabilityCheck.HasWindows(statement, "Encounter"));
        Assert.False(CapabilityCheck.HasWindows(statement, "ChargeItem"));
    }

    private static SmartTokens Tokens(ScriptedServer server, string pem) => new(
        new HttpClient(server), new FhirClientOptions { Base = new Uri(Root) },
        new SmartSettings { ClientId = "me", Key = SigningKey.FromPem(pem, "k1"), Resources = ["Patient", "Encounter"], TokenHosts = ["auth.example"] },
        server.Clock, NullLoggerFactory.Instance);

    private static ScriptedServer Server(Func<int, InstantClock, string?>? page = null)
    {
        var (tokens, pages) = (0, 0);
        ScriptedServer? server = null;
        server = new ScriptedServer((request, _) => request.RequestUri!.AbsolutePath switch
        {
            "/r4/t1/.well-known/smart-configuration" => Json($$"""{"token_endpoint":"{{TokenAddress}}","capabilities":["permission-v2"]}"""),
            "/t1/token" => Json($$"""{"access_token":"t{{++tokens}}","token_type":"Bearer","expires_in":570}"""),
            _ => page!(++pages, server!.Clock) is { } body ? Json(body) : Outcome(401, "login"),
        });
        return server;
    }

    private static (string Pem, string Jwks) Pair(string algorithm)
    {
        if (algorithm == "RS384")
        {
            using var rsa = RSA.Create(2048);
            var p = rsa.ExportParameters(false);
            return (rsa.ExportPkcs8PrivateKeyPem(), $$"""{"keys":[{"kty":"RSA","kid":"k1","n":"{{Base64Url.EncodeToString(p.Modulus)}}","e":"{{Base64Url.EncodeToString(p.Exponent)}}"}]}""");
        }

        using var ec = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        var q = ec.ExportParameters(false).Q;
        return (ec.ExportPkcs8PrivateKeyPem(), $$"""{"keys":[{"kty":"EC","crv":"P-384","kid":"k1","x":"{{Base64Url.EncodeToString(q.X)}}","y":"{{Base64Url.EncodeToString(q.Y)}}"}]}""");
    }

    private static JsonElement Verified(string assertion, byte[] jwks, string algorithm)
    {
        var parts = assertion.Split('.');
        var key = Assert.Single(Jwks.Parse(jwks));
        Assert.Equal(algorithm, key.Algorithm);
        Assert.True(key.Verify(Encoding.ASCII.GetBytes(parts[0] + "." + parts[1]), Base64Url.DecodeFromChars(parts[2])));
        using var claims = JsonDocument.Parse(Base64Url.DecodeFromChars(parts[1]));
        return claims.RootElement.Clone();
    }
}
