using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Syntra.Cerner.Events.Receiving;
using Syntra.Cerner.Tests.Compliance;

namespace Syntra.Cerner.Tests.Events;

/// <summary>The receiver behind TLS of its own: real handshakes, with certificates of each kind that a sender may come with.</summary>
public sealed class MutualTlsTests(KafkaFixture kafka) : IClassFixture<KafkaFixture>, IDisposable
{
    private const string ClientUse = "1.3.6.1.5.5.7.3.2";
    private const string ServerUse = "1.3.6.1.5.5.7.3.1";
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("syntra-mtls-");
    private readonly DateTimeOffset _now = TimeProvider.System.GetUtcNow();

    [Fact]
    public async Task Only_a_certificate_that_the_sender_is_known_by_gets_through_the_handshake_and_the_check()
    {
        using var root = Root("CN=hospital root");
        using var otherRoot = Root("CN=hospital root");
        using var server = Issue(root, "CN=127.0.0.1", ServerUse);
        using var pinned = Issue(otherRoot, "CN=pinned", ClientUse);
        await using var rig = await HookRig.StartAsync(kafka, "mtls", Yaml(root, pinned), new HookReceiverOptions { Certificate = server });
        Assert.Equal("https", rig.Url.Scheme);
        using var good = Issue(root, "CN=sender-a", ClientUse);
        using var expired = Issue(root, "CN=sender-a", ClientUse, until: -1);
        using var early = Issue(root, "CN=sender-a", ClientUse, from: 1);
        using var wrong = Issue(otherRoot, "CN=sender-a", ClientUse);
        using var unlisted = Issue(root, "CN=sender-b", ClientUse);
        using var forServers = Issue(root, "CN=sender-a", ServerUse);
        using var itself = SelfSigned("CN=sender-a");

        Assert.Equal(HttpStatusCode.OK, await PostAsync(rig, server, "issued", good, 1));
        foreach (var refused in new[] { expired, early, wrong, unlisted, forServers, itself, pinned, null })
        {
            Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync(rig, server, "issued", refused, 2));
        }

        Assert.Equal(HttpStatusCode.OK, await PostAsync(rig, server, "pinned", pinned, 3));
        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync(rig, server, "pinned", good, 4));
        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync(rig, server, "pinned", null, 5));
        Assert.Equal(["issued", "pinned"], rig.Events("Encounter").Select(e => e.Sender).Order());
    }

    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task Either_version_of_http_that_the_handshake_agrees_on_is_spoken(string version)
    {
        using var root = Root("CN=hospital root");
        using var server = Issue(root, "CN=127.0.0.1", ServerUse);
        using var sender = Issue(root, "CN=sender-a", ClientUse);
        await using var rig = await HookRig.StartAsync(kafka, "http" + version[..1], Yaml(root, root), new HookReceiverOptions { Certificate = server });
        Assert.Equal(HttpStatusCode.OK, await PostAsync(rig, server, "issued", sender, 1, Version.Parse(version)));
        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync(rig, server, "issued", null, 2, Version.Parse(version)));
        Assert.Single(rig.Events("Encounter"));
    }

    [Fact]
    public async Task A_sender_that_speaks_no_TLS_gets_no_answer_and_leaves_nothing()
    {
        using var root = Root("CN=hospital root");
        using var server = Issue(root, "CN=127.0.0.1", ServerUse);
        await using var rig = await HookRig.StartAsync(kafka, "plain", Yaml(root, root), new HookReceiverOptions { Certificate = server });
        using var plain = new HttpClient { BaseAddress = new UriBuilder(rig.Url) { Scheme = "http" }.Uri };
        using var content = new StringContent(Notices.Event(1, resource: Notices.Encounter()), Encoding.UTF8, "application/fhir+json");
        await Assert.ThrowsAsync<HttpRequestException>(() => plain.PostAsync("hooks/plain/issued", content));
        Assert.Empty(rig.Events("Encounter"));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static async Task<HttpStatusCode> PostAsync(HookRig rig, X509Certificate2 server, string sender, X509Certificate2? client, int number, Version? version = null)
    {
        using var handler = new SocketsHttpHandler
        {
            SslOptions = new SslClientAuthenticationOptions
            {
                RemoteCertificateValidationCallback = (_, shown, _, _) => shown?.GetCertHashString() == server.GetCertHashString(),
                ClientCertificates = client is null ? null : [client],
                LocalCertificateSelectionCallback = (_, _, _, _, _) => client!,
            },
        };
        using var http = new HttpClient(handler) { BaseAddress = rig.Url };
        using var request = new HttpRequestMessage(HttpMethod.Post, $"hooks/{rig.Topics.Tenant}/{sender}")
        {
            Version = version ?? HttpVersion.Version11, VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(Encoding.UTF8.GetBytes(Notices.Event(number, "e" + number, resource: Notices.Encounter("e" + number)))),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/fhir+json");
        using var answer = await http.SendAsync(request);
        return answer.StatusCode;
    }

    private string Yaml(X509Certificate2 root, X509Certificate2 pinned)
    {
        var file = Path.Combine(_folder.FullName, "authorities.pem");
        File.WriteAllText(file, root.ExportCertificatePem());
        return $"""
            senders:
              - name: issued
                verify:
                  - scheme: mutual-tls
                    authorities: {file}
                    subjects: [sender-a]
              - name: pinned
                verify:
                  - scheme: mutual-tls
                    thumbprints: [{Convert.ToHexString(SHA256.HashData(pinned.RawData))}]
            """;
    }

    private X509Certificate2 Root(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        return request.CreateSelfSigned(_now.AddYears(-1), _now.AddYears(1));
    }

    /// <summary>A certificate with its key; days from now on from or until which it holds.</summary>
    private X509Certificate2 Issue(X509Certificate2 issuer, string name, string use, int from = -2, int until = 30)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var bare = Request(name, key, use).Create(issuer, _now.AddDays(Math.Min(from, until - 1)), _now.AddDays(until), RandomNumberGenerator.GetBytes(8));
        return Usable(bare.CopyWithPrivateKey(key));
    }

    private X509Certificate2 SelfSigned(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return Usable(Request(name, key, ClientUse).CreateSelfSigned(_now.AddDays(-2), _now.AddDays(30)));
    }

    private static CertificateRequest Request(string name, ECDsa key, string use)
    {
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(use)], false));
        return request;
    }

    // TLS wants a key that outlives the object that it was made with.
    private static X509Certificate2 Usable(X509Certificate2 made)
    {
        using (made)
        {
            return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
        }
    }
}
