using Syntra.Architecture.Tests.Tree;

namespace Syntra.Architecture.Tests.Knowing;

/// <summary>A source never knows a sink, nor a sink a source: no name of the one is in the code of the other.</summary>
internal static class SourcesAndSinks
{
    public static IEnumerable<string> Check(IEnumerable<SourceFile> files)
    {
        var code = files.Where(f => f.Is(".cs") && f.Under("connectors")).ToList();
        var connectors = code.Select(f => f.Path.Split('/')[1]).Distinct().ToList();
        return from file in code.Select(CSharpFile.Of)
               let own = file.Source.Path.Split('/')[1]
               from name in file.DottedNames()
               from other in connectors.Append("Syntra.Sandbox").Append("Syntra.Topology").Append("Syntra.Cli")
               where other != own && (name.Name == other || name.Name.StartsWith(other + ".", StringComparison.Ordinal))
               select $"{file.At(name.Node)}: {own} names {name.Name}; connectors meet only in topics";
    }
}
