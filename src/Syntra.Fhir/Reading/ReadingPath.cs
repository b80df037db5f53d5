using System.Globalization;
using System.Text;

namespace Syntra.Fhir.Reading;

/// <summary>Where the reading stands. Pushed and popped on the way; spelt only when something is wrong.</summary>
internal sealed class ReadingPath
{
    private readonly List<(string Name, int Index)> _steps = [];

    internal int Depth => _steps.Count;

    internal void Push(string name, int index = -1) => _steps.Add((name, index));

    internal void Pop() => _steps.RemoveAt(_steps.Count - 1);

    /// <summary>Goes back to a depth, after a part of the document was given up.</summary>
    internal void Return(int depth) => _steps.RemoveRange(depth, _steps.Count - depth);

    internal FhirException Fault(string expected, string? name = null) => new(Spell(name), expected);

    private string Spell(string? name)
    {
        var text = new StringBuilder("$");
        foreach (var step in _steps)
        {
            text.Append('.').Append(step.Name);
            if (step.Index >= 0)
            {
                text.Append('[').Append(step.Index.ToString(CultureInfo.InvariantCulture)).Append(']');
            }
        }

        return name is null ? text.ToString() : text.Append('.').Append(name).ToString();
    }
}
