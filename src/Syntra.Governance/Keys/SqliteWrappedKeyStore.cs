using System.Globalization;
using Microsoft.Data.Sqlite;
using Syntra.Governance.Primitives;

namespace Syntra.Governance.Keys;

/// <summary>Wrapped keys in one SQLite file (mode 0600, freed pages overwritten, every write synced).</summary>
public sealed class SqliteWrappedKeyStore : IWrappedKeyStore, IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly Lock _gate = new();

    /// <summary>Opens or makes the file.</summary>
    public SqliteWrappedKeyStore(string path)
    {
        _connection = PrivateDatabase.Open(path);
        _connection.Run(
            """
            CREATE TABLE IF NOT EXISTS wrapped_key (
              id TEXT PRIMARY KEY, tenant TEXT NOT NULL, domain TEXT NOT NULL, purpose TEXT NOT NULL,
              kek TEXT NOT NULL, blob BLOB NOT NULL, created INTEGER NOT NULL) WITHOUT ROWID;
            CREATE INDEX IF NOT EXISTS wrapped_key_tenant ON wrapped_key (tenant, created, id);
            """);
    }

    /// <inheritdoc/>
    public void Put(WrappedDataKey key)
    {
        lock (_gate)
        {
            _connection.Run(
                """
                INSERT INTO wrapped_key VALUES ($id, $tenant, $domain, $purpose, $kek, $blob, $created)
                ON CONFLICT (id) DO UPDATE SET kek = excluded.kek, blob = excluded.blob
                """,
                ("$id", key.Id.ToString()),
                ("$tenant", key.Context.Tenant),
                ("$domain", key.Context.Domain),
                ("$purpose", key.Context.Purpose),
                ("$kek", key.Wrapped.KekId),
                ("$blob", key.Wrapped.Blob),
                ("$created", key.CreatedAt.ToUnixTimeMilliseconds()));
        }
    }

    /// <inheritdoc/>
    public WrappedDataKey? Find(DataKeyId id) => Read("WHERE id = $value", id.ToString()).FirstOrDefault();

    /// <inheritdoc/>
    public IReadOnlyList<WrappedDataKey> OfTenant(string tenant) => Read("WHERE tenant = $value ORDER BY created, id", tenant);

    /// <inheritdoc/>
    public int DeleteTenant(string tenant)
    {
        lock (_gate)
        {
            return _connection.Run("DELETE FROM wrapped_key WHERE tenant = $tenant", ("$tenant", tenant));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _connection.Dispose();

    private List<WrappedDataKey> Read(string where, string value)
    {
        lock (_gate)
        {
            using var command = _connection.CreateCommand();
            command.CommandText = "SELECT id, tenant, domain, purpose, kek, blob, created FROM wrapped_key " + where;
            command.Parameters.AddWithValue("$value", value);
            using var reader = command.ExecuteReader();
            var found = new List<WrappedDataKey>();
            while (reader.Read())
            {
                found.Add(new WrappedDataKey(
                    DataKeyId.Parse(reader.GetString(0)),
                    new KeyContext(reader.GetString(1), reader.GetString(2), reader.GetString(3)),
                    new WrappedKey(reader.GetString(4), (byte[])reader[5]),
                    DateTimeOffset.FromUnixTimeMilliseconds(Convert.ToInt64(reader[6], CultureInfo.InvariantCulture))));
            }

            return found;
        }
    }
}
