using Microsoft.Data.Sqlite;

namespace Syntra.Sandbox.Fusion.Store;

/// <summary>A statement that is run for many rows: compiled once, values by position.</summary>
internal sealed class Statement : IDisposable
{
    private readonly SqliteCommand _command;
    private readonly SqliteParameter[] _parameters;

    public Statement(SqliteCommand command, int parameters)
    {
        _command = command;
        _parameters = [.. Enumerable.Range(1, parameters).Select(static i => new SqliteParameter($"?{i}", DBNull.Value))];
        command.Parameters.AddRange(_parameters);
    }

    public void Run(params ReadOnlySpan<object?> values)
    {
        for (var i = 0; i < _parameters.Length; i++)
        {
            _parameters[i].Value = Session.ToDatabase(values[i]);
        }

        _command.ExecuteNonQuery();
    }

    public void Dispose() => _command.Dispose();
}
