using Syntra.Architecture.Tests.Tree;

namespace Syntra.Architecture.Tests.Tidy;

/// <summary>
/// A file is one purpose. Above the limit it needs a line in <c>eng/long-files.txt</c>, "path: reason",
/// and a line there that no longer has a long file is an error too.
/// </summary>
internal static class FileLength
{
    public const int Limit = 400;

    public const string AllowList = "eng/long-files.txt";

    public static IEnumerable<string> Check(IReadOnlyList<SourceFile> files)
    {
        var reasons = Reasons(files.FirstOrDefault(f => f.Path == AllowList));
        var tooLong = files.Where(f => f.Is(".cs", ".sh") && f.Lines.Count > Limit).ToDictionary(f => f.Path, StringComparer.Ordinal);
        return tooLong.Values.Where(f => !reasons.ContainsKey(f.Path))
            .Select(f => $"{f.Path}: {f.Lines.Count} lines, the limit is {Limit}: split it by purpose, or give the reason in {AllowList}")
            .Concat(reasons.Where(r => r.Value.Length < 20).Select(r => $"{AllowList}: '{r.Key}' gives no reason"))
            .Concat(reasons.Keys.Where(p => !tooLong.ContainsKey(p)).Select(p => $"{AllowList}: '{p}' is not a long file (any more)"));
    }

    private static Dictionary<string, string> Reasons(SourceFile? list) =>
        (list?.Lines ?? []).Where(l => l.Length > 0 && !l.StartsWith('#'))
            .Select(l => l.Split(':', 2))
            .ToDictionary(p => p[0].Trim(), p => p.Length == 2 ? p[1].Trim() : "", StringComparer.Ordinal);
}
