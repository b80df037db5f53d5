using System.Data.Common;
using Syntra.Contracts;

namespace Syntra.Cerner.Millennium;

/// <summary>One poll of the database: what has changed, read whole, minus what is in the raw topic already. Writes nothing.</summary>
internal sealed class MillenniumReader(Func<DbConnection> connect, IMillenniumDialect dialect, MillenniumSourceOptions options)
{
    internal async Task<PollBatch> PollAsync(SourceProgress progress, CancellationToken ct)
    {
        var database = await Database.OpenSnapshotAsync(connect, dialect, ct).ConfigureAwait(false);
        await using (database.ConfigureAwait(false))
        {
            var scanner = new KeysetScanner(database, dialect, options);
            var affected = new HashSet<object>();
            var scans = new Dictionary<Keyset, KeysetScan>();
            foreach (var keyset in Keyset.All)
            {
                scans[keyset] = await scanner.ScanAsync(keyset, progress, affected, ct).ConfigureAwait(false);
            }

            var read = await new ChargeReader(database, dialect, options).ReadAsync(affected, ct).ConfigureAwait(false);
            var news = read.Where(c => !progress.Written.Contains(c.Token, c.Raw.SourceVersion)).ToList();
            var rows = new RowScanner(database, dialect, options);
            var newRows = await rows.ReadAsync(progress, scans, ct).ConfigureAwait(false);
            return new PollBatch(database.Now, scans, news, newRows, scanner.RowsScanned, read.Count - news.Count, scanner.More || rows.More);
        }
    }
}
