using System.Globalization;
using System.Text;

namespace Syntra.Sandbox.Fusion.Gl;

/// <summary>The load's log in SQL*Loader's manner.</summary>
internal static class SqlLoaderLog
{
    public static string Empty() => Write(new LoadResult(0, 0, []));

    public static string Write(LoadResult load)
    {
        var log = new StringBuilder("SQL*Loader: Control File: GlInterface.ctl, Data File: GlInterface.csv\n\nTable GL_INTERFACE, loaded from every logical record.\n\n");
        foreach (var rejection in load.Rejections)
        {
            log.Append(CultureInfo.InvariantCulture, $"Record {rejection.Record}: Rejected - Error on table GL_INTERFACE, column {rejection.Column}.\n{rejection.Message}\n\n");
        }

        log.Append(CultureInfo.InvariantCulture,
            $"Table GL_INTERFACE:\n  {load.RowsLoaded} Rows successfully loaded.\n  {load.Rejections.Count} Rows not loaded due to data errors.\n\nTotal logical records read: {load.RowsRead}\n");
        return log.ToString();
    }
}
