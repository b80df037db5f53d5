using System.Security.Cryptography;
using Microsoft.Data.Sqlite;
using Syntra.Governance.Audit;
using Syntra.Governance.Primitives;
using Syntra.Governance.Sealing;

namespace Syntra.Governance.Pseudonyms.Vault;

/// <summary>Who turns a token back, why, and by which ticket; all three are asked for and audited.</summary>
/// <param name="Who">User.</param>
/// <param name="Why">Purpose code.</param>
/// <param name="Ticket">Ticket id.</param>
public sealed record Justification(string Who, string Why, string Ticket);

/// <summary>
/// Random tokens of one tenant and what they stand for, in one SQLite file. The identifier is found by a keyed hash and kept sealed:
/// the file alone gives away neither. Also holds the bridge from old to new tokens across a rotation. Thread-safe.
/// </summary>
public sealed class TokenVault : IPseudonymizer, IDisposable
{
    private readonly Lock _gate = new();
    private readonly SqliteConnection _connection;
    private readonly byte[] _indexKey;
    private readonly string _tenant;
    private readonly IdentifierRules _rules;
    private readonly PayloadSealer _sealer;
    private readonly IAuditSink _audit;
    private readonly TimeProvider _time;

    /// <summary>Opens or makes the file.</summary>
    /// <param name="path">The file; mode 0600.</param>
    /// <param name="ring">Token keys of the tenant; the index key comes from version 1 and is never rotated with the tokens.</param>
    /// <param name="rules">The authorities it knows.</param>
    /// <param name="sealer">Seals the identifiers.</param>
    /// <param name="audit">Told of every re-identification, those refused included.</param>
    /// <param name="time">Clock of the audit.</param>
    public TokenVault(string path, KeyRing ring, IdentifierRules rules, PayloadSealer sealer, IAuditSink audit, TimeProvider time)
    {
        (_tenant, _rules, _sealer, _audit, _time) = (ring.Tenant, rules, sealer, audit, time);
        _indexKey = ring.Derive(1, "syntra.vault-index.v1", ring.Tenant);
        _connection = PrivateDatabase.Open(path);
        _connection.Run(
            """
            CREATE TABLE IF NOT EXISTS token (
              ns TEXT NOT NULL, lookup BLOB NOT NULL, token TEXT NOT NULL UNIQUE, sealed BLOB NOT NULL, PRIMARY KEY (ns, lookup)) WITHOUT ROWID;
            CREATE TABLE IF NOT EXISTS bridge (old TEXT PRIMARY KEY, new TEXT NOT NULL) WITHOUT ROWID;
            """);
    }

    /// <inheritdoc/>
    public PseudonymKind Kind => PseudonymKind.Random;

    /// <inheritdoc/>
    public Pseudonym Tokenise(string @namespace, Identifier identifier)
    {
        var normal = _rules.Normalise(identifier);
        var lookup = HMACSHA256.HashData(_indexKey, LengthPrefixed.Of(@namespace, identifier.Authority, normal));
        lock (_gate)
        {
            if (Text("SELECT token FROM token WHERE ns = $ns AND lookup = $lookup", ("$ns", @namespace), ("$lookup", lookup)) is { } known)
            {
                return Pseudonym.Parse(known);
            }

            var token = Pseudonym.Random(RandomNumberGenerator.GetBytes(Pseudonym.Bytes));
            var identity = LengthPrefixed.Of(identifier.Authority, normal);
            _connection.Run(
                "INSERT INTO token VALUES ($ns, $lookup, $token, $sealed)",
                ("$ns", @namespace),
                ("$lookup", lookup),
                ("$token", token.Value),
                ("$sealed", _sealer.Seal(Place(@namespace, token), identity)));
            CryptographicOperations.ZeroMemory(identity);
            return token;
        }
    }

    /// <summary>Turns a token back. Audited before the identifier is given; refused without who, why and ticket.</summary>
    /// <exception cref="PseudonymException">Not justified, or not a token of this vault and namespace.</exception>
    public Identifier Reidentify(string @namespace, Pseudonym token, Justification justification)
    {
        if (string.IsNullOrWhiteSpace(justification.Who) || string.IsNullOrWhiteSpace(justification.Why) || string.IsNullOrWhiteSpace(justification.Ticket))
        {
            Audit(token, justification, AuditOutcome.Refused, nameof(PseudonymFault.NotJustified));
            throw new PseudonymException(PseudonymFault.NotJustified, "A token is turned back only with who, why and a ticket.");
        }

        byte[]? stored;
        lock (_gate)
        {
            using var command = _connection.CreateCommand();
            command.CommandText = "SELECT sealed FROM token WHERE ns = $ns AND token = $token";
            command.Parameters.AddWithValue("$ns", @namespace);
            command.Parameters.AddWithValue("$token", token.Value);
            stored = (byte[]?)command.ExecuteScalar();
        }

        if (stored is null)
        {
            Audit(token, justification, AuditOutcome.Refused, nameof(PseudonymFault.UnknownToken));
            throw new PseudonymException(PseudonymFault.UnknownToken, "The vault does not know this token in this namespace.");
        }

        var identity = _sealer.Open(Place(@namespace, token), stored);
        Audit(token, justification, AuditOutcome.Success, code: null);
        return VaultIdentity.Read(identity);
    }

    /// <summary>Remembers that one token follows another, for a rotation with a bridge.</summary>
    public void Bridge(Pseudonym old, Pseudonym next)
    {
        lock (_gate)
        {
            _connection.Run("INSERT INTO bridge VALUES ($old, $new) ON CONFLICT (old) DO UPDATE SET new = excluded.new", ("$old", old.Value), ("$new", next.Value));
        }
    }

    /// <summary>The token that stands for the same person today: follows the bridge to its end.</summary>
    public Pseudonym Latest(Pseudonym token)
    {
        lock (_gate)
        {
            var seen = new HashSet<string>(StringComparer.Ordinal) { token.Value };
            var current = token.Value;
            while (Text("SELECT new FROM bridge WHERE old = $old", ("$old", current)) is { } next && seen.Add(next))
            {
                current = next;
            }

            return Pseudonym.Parse(current);
        }
    }

    /// <summary>Closes the file and wipes the index key.</summary>
    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(_indexKey);
        _connection.Dispose();
    }

    private SealContext Place(string name, Pseudonym token) => new(_tenant, "vault/" + name, 0, token.Value);

    private string? Text(string sql, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        using var command = _connection.CreateCommand();
#pragma warning disable CA2100 // Constants of this file; values go in as parameters.
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach (var (name, value) in parameters)
        {
            command.Parameters.AddWithValue(name, value);
        }

        return (string?)command.ExecuteScalar();
    }

    private void Audit(Pseudonym token, Justification justification, AuditOutcome outcome, string? code) =>
        _audit.Record(new AuditEvent
        {
            Kind = AuditKind.Reidentified,
            Outcome = outcome,
            Tenant = _tenant,
            At = _time.GetUtcNow(),
            Actor = string.IsNullOrWhiteSpace(justification.Who) ? "unknown" : justification.Who,
            Patient = token.Value,
            Purpose = justification.Why,
            Ticket = justification.Ticket,
            Code = code,
        });
}
