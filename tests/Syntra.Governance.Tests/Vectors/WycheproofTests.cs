using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Syntra.Governance.Keys;
using Syntra.Governance.Tests.Support;

namespace Syntra.Governance.Tests.Vectors;

/// <summary>Wycheproof's cases for the primitives we build on, through our own wrappers where we have one.</summary>
public sealed class WycheproofTests
{
    [Fact]
    public void Aes_gcm_agrees_with_every_case_that_dotnet_can_run()
    {
        var run = 0;
        foreach (var (group, test) in Cases("aes_gcm_test.json"))
        {
            var (key, iv, tag) = (Hex(test, "key"), Hex(test, "iv"), Hex(test, "tag"));
            if (key.Length == DataKeyCacheOptions.KeySize && (iv.Length != 12 || tag.Length != 16))
            {
                // Another size of nonce or tag than our envelope's is refused, however valid.
                Assert.False(Opens(key, iv, Hex(test, "ct"), tag, new byte[Hex(test, "ct").Length], Hex(test, "aad")));
            }

            if (iv.Length != 12 || tag.Length != 16 || (int)group["tagSize"]! != 128)
            {
                continue;
            }

            run++;
            var (aad, message, cipher) = (Hex(test, "aad"), Hex(test, "msg"), Hex(test, "ct"));
            var plaintext = new byte[cipher.Length];
            Assert.Equal(IsValid(test), Opens(key, iv, cipher, tag, plaintext, aad));
            if (IsValid(test))
            {
                Assert.Equal(message, plaintext);
            }
        }

        Assert.Equal(197, run);
    }

    [Fact]
    public void Hmac_sha256_agrees_with_every_case()
    {
        var run = 0;
        foreach (var (group, test) in Cases("hmac_sha256_test.json"))
        {
            run++;
            var size = (int)group["tagSize"]! / 8;
            var tag = HMACSHA256.HashData(Hex(test, "key"), Hex(test, "msg")).AsSpan(0, size);
            Assert.Equal(IsValid(test), tag.SequenceEqual(Hex(test, "tag")));
        }

        Assert.Equal(174, run);
    }

    [Fact]
    public void Hkdf_sha256_agrees_with_every_case()
    {
        var run = 0;
        foreach (var (_, test) in Cases("hkdf_sha256_test.json"))
        {
            run++;
            var size = (int)test["size"]!;
            if (!IsValid(test))
            {
                Assert.ThrowsAny<ArgumentException>(() => HKDF.DeriveKey(HashAlgorithmName.SHA256, Hex(test, "ikm"), size, Hex(test, "salt"), Hex(test, "info")));
                continue;
            }

            Assert.Equal(Hex(test, "okm"), HKDF.DeriveKey(HashAlgorithmName.SHA256, Hex(test, "ikm"), size, Hex(test, "salt"), Hex(test, "info")));
        }

        Assert.Equal(86, run);
    }

    // AES-256 through the class that holds our data keys; the shorter key sizes through .NET's, as we never use them.
    private static bool Opens(byte[] key, byte[] iv, byte[] cipher, byte[] tag, byte[] plaintext, byte[] aad)
    {
        if (key.Length == DataKeyCacheOptions.KeySize)
        {
            return new SecretKey(key).TryDecrypt(iv, cipher, tag, plaintext, aad);
        }

        using var gcm = new AesGcm(key, 16);
        return Record.Exception(() => gcm.Decrypt(iv, cipher, tag, plaintext, aad)) is null;
    }

    private static IEnumerable<(JsonNode Group, JsonNode Test)> Cases(string file) =>
        from g in (JsonArray)JsonNode.Parse(File.ReadAllText(SharedData.Find(Path.Combine("wycheproof", file))))!["testGroups"]!
        from t in (JsonArray)g!["tests"]!
        select (g, t);

    private static bool IsValid(JsonNode test) => (string)test["result"]! == "valid";

    private static byte[] Hex(JsonNode test, string name) => Convert.FromHexString((string)test[name]!);
}
