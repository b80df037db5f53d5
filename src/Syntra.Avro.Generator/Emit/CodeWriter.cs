using System.Text;

namespace Syntra.Avro.Generator.Emit;

/// <summary>Indented source text.</summary>
internal sealed class CodeWriter
{
    private readonly StringBuilder _text = new();
    private int _indent;

    public void Line(string line = "")
    {
        if (line.Length > 0)
        {
            _text.Append(' ', _indent * 4).Append(line);
        }

        _text.Append('\n');
    }

    public void Open(string line)
    {
        Line(line);
        Line("{");
        _indent++;
    }

    public void Close(string end = "}")
    {
        _indent--;
        Line(end);
    }

    public void Summary(string? doc)
    {
        if (!string.IsNullOrWhiteSpace(doc))
        {
            Line("/// <summary>" + doc!.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;").Replace('\r', ' ').Replace('\n', ' ') + "</summary>");
        }
    }

    public override string ToString() => _text.ToString();
}
