namespace Syntra.Cerner.Events.Configuration;

/// <summary>Reads one entry of <c>verify</c>.</summary>
internal static class VerifyReader
{
    private static readonly Dictionary<string, VerifyScheme> Schemes = new(StringComparer.Ordinal)
    {
        ["standard-webhooks"] = VerifyScheme.StandardWebhooks,
        ["hub-signature"] = VerifyScheme.HubSignature,
        ["mutual-tls"] = VerifyScheme.MutualTls,
        ["bearer"] = VerifyScheme.Bearer,
        ["shared-header"] = VerifyScheme.SharedHeader,
        ["unsigned"] = VerifyScheme.Unsigned,
    };

    internal static VerifySettings? Read(YamlMap map)
    {
        var name = map.Text("scheme") ?? "";
        if (!Schemes.TryGetValue(name, out var scheme))
        {
            map.Fault($"there is no scheme '{name}'", $"Use one of {string.Join(", ", Schemes.Keys)}", "scheme");
            return null;
        }

        var settings = scheme switch
        {
            VerifyScheme.StandardWebhooks => Standard(map, new VerifySettings { Scheme = scheme, Tolerance = map.Duration("tolerance", TimeSpan.FromSeconds(1)) ?? TimeSpan.FromMinutes(5) }),
            VerifyScheme.HubSignature => Secrets(map, new VerifySettings { Scheme = scheme, Header = map.Text("header") ?? "X-Hub-Signature-256" }),
            VerifyScheme.SharedHeader => Secrets(map, new VerifySettings { Scheme = scheme, Header = map.Text("header") ?? "Authorization" }),
            VerifyScheme.MutualTls => Certificates(map),
            VerifyScheme.Bearer => Bearer(map),
            _ => new VerifySettings { Scheme = scheme },
        };
        map.RefuseOthers();
        return settings;
    }

    // A sender that signs by a key of its own alone shares no secret.
    private static VerifySettings Standard(YamlMap map, VerifySettings settings)
    {
        var keys = map.Maps("publicKeys").Select(Secret).ToList();
        if (keys.Count > 4)
        {
            map.Fault($"there are {keys.Count} public keys", "Give one, or two while one takes over from the other", "publicKeys");
        }

        var signed = settings with { PublicKeys = keys };
        return keys.Count > 0 && !map.Has("secrets") ? signed : Secrets(map, signed);
    }

    private static VerifySettings Secrets(YamlMap map, VerifySettings settings)
    {
        var secrets = map.Maps("secrets").Select(Secret).ToList();
        if (secrets.Count is 0 or > 4)
        {
            map.Fault($"there are {secrets.Count} secrets", "Give one, or two while one takes over from the other: secrets: and - env: NAME or - file: path", "secrets");
        }

        return settings with { Secrets = secrets };
    }

    internal static SecretReference Secret(YamlMap map)
    {
        var secret = new SecretReference(map.Text("env"), map.Text("file"));
        if ((secret.Variable is null) == (secret.File is null))
        {
            map.Fault("a secret is named by env or by file", "Write - env: NAME, or - file: path; never the secret itself");
        }

        map.RefuseOthers();
        return secret;
    }

    private static VerifySettings Certificates(YamlMap map)
    {
        var settings = new VerifySettings
        {
            Scheme = VerifyScheme.MutualTls, Thumbprints = map.Texts("thumbprints"), Authorities = map.Text("authorities"), Subjects = map.Texts("subjects"),
        };
        foreach (var bad in settings.Thumbprints.Where(t => t.Length != 64 || !t.All(char.IsAsciiHexDigit)))
        {
            map.Fault($"a thumbprint has {bad.Length} characters", "Give the SHA-256 of the certificate: 64 hex digits without colons", "thumbprints");
        }

        if (settings.Thumbprints.Count == 0 && (settings.Authorities is null || settings.Subjects.Count == 0))
        {
            map.Fault("mutual-tls names no certificate", "Give thumbprints, or authorities (a PEM file) with subjects");
        }

        return settings;
    }

    private static VerifySettings Bearer(YamlMap map)
    {
        var settings = new VerifySettings
        {
            Scheme = VerifyScheme.Bearer, Audience = map.Text("audience"), Issuer = map.Text("issuer"), Scope = map.Text("scope"), Jwks = map.Text("jwks"),
        };
        if (settings.Audience is null)
        {
            map.Fault("bearer has no audience", "Give the aud that the tokens for this receiver carry");
        }

        if (settings.Jwks is null || (settings.Jwks.Contains("://", StringComparison.Ordinal) && !IsSafe(settings.Jwks)))
        {
            map.Fault("bearer has no key set that can be trusted", "Give jwks: a file, or an https address", "jwks");
        }

        return settings;
    }

    // Plain http would let anyone on the way hand in keys; loopback is for tests.
    private static bool IsSafe(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback));
}
