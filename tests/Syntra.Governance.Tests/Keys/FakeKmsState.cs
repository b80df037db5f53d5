using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Syntra.Governance.Tests.Keys;

/// <summary>What a region of KMS holds: keys with backing keys, and blobs that open only with the same key and context.</summary>
internal sealed class FakeKmsState(TimeProvider time)
{
    private readonly Dictionary<string, Key> _keys = new(StringComparer.Ordinal);

    public void Create(string id) => _keys.Add(id, new Key { Arn = $"arn:aws:kms:us-east-1:111122223333:key/{id}" });

    public void Disable(string id) => _keys[id].Disabled = true;

    public int BackingKeys(string id) => _keys[id].Backing.Count;

    public JsonObject Answer(string operation, JsonObject request) => operation switch
    {
        "GenerateDataKey" => GenerateDataKey(request),
        "Decrypt" => Decrypt(request),
        "ReEncrypt" => ReEncrypt(request),
        "DescribeKey" => Describe(Find(request, "KeyId")),
        "RotateKeyOnDemand" => Rotate(Usable(request, "KeyId")),
        "ScheduleKeyDeletion" => ScheduleDeletion(request),
        _ => throw new FakeKmsError("UnknownOperationException", 400),
    };

    private static string Context(JsonObject request, string name) =>
        string.Join('\n', (request[name] as JsonObject ?? []).OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => $"{p.Key}={p.Value}"));

    private static byte[] Bytes(JsonObject request, string name) => Convert.FromBase64String((string)request[name]!);

    private static byte[] Wrap(Key key, string context, ReadOnlySpan<byte> plaintext)
    {
        // id (36) version (1) nonce (12) tag (16) ciphertext
        var blob = new byte[65 + plaintext.Length];
        Encoding.ASCII.GetBytes(key.Arn.AsSpan(key.Arn.Length - 36), blob);
        blob[36] = (byte)(key.Backing.Count - 1);
        RandomNumberGenerator.Fill(blob.AsSpan(37, 12));
        using var gcm = new AesGcm(key.Backing[^1], 16);
        gcm.Encrypt(blob.AsSpan(37, 12), plaintext, blob.AsSpan(65), blob.AsSpan(49, 16), Encoding.UTF8.GetBytes(context));
        return blob;
    }

    private static byte[] Unwrap(Key key, string context, byte[] blob)
    {
        if (blob.Length < 66 || blob[36] >= key.Backing.Count)
        {
            throw new FakeKmsError("InvalidCiphertextException", 400);
        }

        if (!key.Arn.EndsWith(Encoding.ASCII.GetString(blob, 0, 36), StringComparison.Ordinal))
        {
            throw new FakeKmsError("IncorrectKeyException", 400);
        }

        try
        {
            var plaintext = new byte[blob.Length - 65];
            using var gcm = new AesGcm(key.Backing[blob[36]], 16);
            gcm.Decrypt(blob.AsSpan(37, 12), blob.AsSpan(65), blob.AsSpan(49, 16), plaintext, Encoding.UTF8.GetBytes(context));
            return plaintext;
        }
        catch (AuthenticationTagMismatchException)
        {
            throw new FakeKmsError("InvalidCiphertextException", 400);
        }
    }

    private static JsonObject Rotate(Key key)
    {
        key.Backing.Add(RandomNumberGenerator.GetBytes(32));
        return new JsonObject { ["KeyId"] = key.Arn };
    }

    private static JsonObject Describe(Key key) => new()
    {
        ["KeyMetadata"] = new JsonObject
        {
            ["Arn"] = key.Arn,
            ["KeyId"] = key.Arn[^36..],
            ["Enabled"] = key is { Disabled: false, Deletion: null },
            ["KeyState"] = key.Deletion is not null ? "PendingDeletion" : key.Disabled ? "Disabled" : "Enabled",
            ["DeletionDate"] = key.Deletion?.ToUnixTimeSeconds(),
        },
    };

    private JsonObject GenerateDataKey(JsonObject request)
    {
        var key = Usable(request, "KeyId");
        var plaintext = RandomNumberGenerator.GetBytes((string?)request["KeySpec"] == "AES_256" ? 32 : 16);
        return new JsonObject
        {
            ["KeyId"] = key.Arn,
            ["Plaintext"] = Convert.ToBase64String(plaintext),
            ["CiphertextBlob"] = Convert.ToBase64String(Wrap(key, Context(request, "EncryptionContext"), plaintext)),
        };
    }

    private JsonObject Decrypt(JsonObject request)
    {
        var key = Usable(request, "KeyId");
        var plaintext = Unwrap(key, Context(request, "EncryptionContext"), Bytes(request, "CiphertextBlob"));
        return new JsonObject { ["KeyId"] = key.Arn, ["Plaintext"] = Convert.ToBase64String(plaintext) };
    }

    private JsonObject ReEncrypt(JsonObject request)
    {
        var plaintext = Unwrap(Usable(request, "SourceKeyId"), Context(request, "SourceEncryptionContext"), Bytes(request, "CiphertextBlob"));
        var key = Usable(request, "DestinationKeyId");
        return new JsonObject
        {
            ["KeyId"] = key.Arn,
            ["CiphertextBlob"] = Convert.ToBase64String(Wrap(key, Context(request, "DestinationEncryptionContext"), plaintext)),
        };
    }

    private JsonObject ScheduleDeletion(JsonObject request)
    {
        var key = Find(request, "KeyId");
        key.Deletion = time.GetUtcNow().AddDays((int)request["PendingWindowInDays"]!);
        return new JsonObject { ["KeyId"] = key.Arn, ["DeletionDate"] = key.Deletion.Value.ToUnixTimeSeconds(), ["KeyState"] = "PendingDeletion" };
    }

    private Key Find(JsonObject request, string name)
    {
        var id = (string?)request[name] ?? "";
        return _keys.GetValueOrDefault(id.Length > 36 ? id[^36..] : id) ?? throw new FakeKmsError("NotFoundException", 400);
    }

    private Key Usable(JsonObject request, string name)
    {
        var key = Find(request, name);
        return key.Deletion is not null ? throw new FakeKmsError("KMSInvalidStateException", 400)
            : key.Disabled ? throw new FakeKmsError("DisabledException", 400) : key;
    }

    private sealed class Key
    {
        public required string Arn { get; init; }

        public List<byte[]> Backing { get; } = [RandomNumberGenerator.GetBytes(32)];

        public bool Disabled { get; set; }

        public DateTimeOffset? Deletion { get; set; }
    }
}

internal sealed class FakeKmsError(string type, int status) : Exception(type)
{
    public string Type => Message;

    public int Status => status;
}
