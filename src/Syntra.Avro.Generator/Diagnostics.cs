using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Syntra.Avro.Generator;

/// <summary>What the generator may complain about; always an error, with file, place and reason.</summary>
internal static class Diagnostics
{
    private static readonly DiagnosticDescriptor Invalid = new(
        "SYNAVRO001", "Invalid Avro schema", "Invalid Avro schema: {0}", "Syntra.Avro", DiagnosticSeverity.Error, isEnabledByDefault: true);

    private static readonly DiagnosticDescriptor Inexpressible = new(
        "SYNAVRO002", "Avro schema without a C# form", "No C# form: {0}", "Syntra.Avro", DiagnosticSeverity.Error, isEnabledByDefault: true);

    public static Diagnostic InvalidSchema(string path, int line, int column, string reason) => Diagnostic.Create(Invalid, Place(path, line, column), reason);

    public static Diagnostic NotExpressible(string path, int line, int column, string reason) => Diagnostic.Create(Inexpressible, Place(path, line, column), reason);

    public static Location Place(string path, int line, int column)
    {
        var place = new LinePosition(line > 0 ? line - 1 : 0, column > 0 ? column - 1 : 0);
        return Location.Create(path, default, new LinePositionSpan(place, place));
    }
}
