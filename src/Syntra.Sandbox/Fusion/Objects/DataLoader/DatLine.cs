namespace Syntra.Sandbox.Fusion.Objects.DataLoader;

/// <summary>A line of a .dat file.</summary>
internal static class DatLine
{
    /// <summary>Fields behind pipes; a backslash takes the next character as it is, and n as a line break.</summary>
    public static string[] Split(string line)
    {
        var fields = new List<string>();
        var field = new System.Text.StringBuilder();
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] == '\\' && i + 1 < line.Length)
            {
                field.Append(line[++i] == 'n' ? '\n' : line[i]);
            }
            else if (line[i] == '|')
            {
                fields.Add(field.ToString());
                field.Clear();
            }
            else
            {
                field.Append(line[i]);
            }
        }

        return [.. fields, field.ToString()];
    }
}
