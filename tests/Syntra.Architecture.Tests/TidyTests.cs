using Syntra.Architecture.Tests.Tidy;
using Syntra.Architecture.Tests.Tree;

namespace Syntra.Architecture.Tests;

public sealed class TidyTests
{
    private static readonly Repository Tree = Repository.Current;

    [Fact]
    public void The_tree_is_read() => Assert.Contains(Tree.Files, f => f.Path == "tests/Syntra.Architecture.Tests/TidyTests.cs");

    [Fact]
    public void No_file_is_too_long_without_a_reason() => Rules.Kept(FileLength.Check(Tree.Files));

    [Fact]
    public void A_long_file_is_caught() => Rules.Caught("src/A.cs", FileLength.Check([Long("src/A.cs")]));

    [Fact]
    public void A_long_file_with_a_reason_is_kept_but_not_without_one()
    {
        Rules.Kept(FileLength.Check([Long("src/A.cs"), new(FileLength.AllowList, "# path: reason\nsrc/A.cs: one generated table, which is read as one\n")]));
        Rules.Caught(FileLength.AllowList, FileLength.Check([Long("src/A.cs"), new(FileLength.AllowList, "src/A.cs: long\n")]));
        Rules.Caught(FileLength.AllowList, FileLength.Check([new(FileLength.AllowList, "src/Gone.cs: one generated table, which is read as one\n")]));
    }

    [Fact]
    public void Text_is_spaced_alike() => Rules.Kept(TextRules.CheckWhitespace(Tree.Files));

    [Theory]
    [InlineData("a\tb\n")]
    [InlineData("a\r\n")]
    [InlineData("a \n")]
    [InlineData("a")]
    public void Odd_spacing_is_caught(string text) => Rules.Caught("src/A.cs", TextRules.CheckWhitespace([new("src/A.cs", text)]));

    [Fact]
    public void Nothing_is_left_unfinished() => Rules.Kept(TextRules.CheckUnfinished(Tree.Files));

    [Theory]
    [InlineData("// TO" + "DO: later")]
    [InlineData("throw new NotImplemented" + "Exception();")]
    public void Unfinished_work_is_caught(string line) => Rules.Caught("src/A.cs:1", TextRules.CheckUnfinished([new("src/A.cs", line)]));

    [Fact]
    public void No_path_of_one_machine_is_written_down() => Rules.Kept(TextRules.CheckMachinePaths(Tree.Files));

    [Theory]
    [InlineData("cd /ho" + "me/anna/src")]
    [InlineData("cat \"/wo" + "rk/x\"")]
    [InlineData("C:\\Us" + "ers\\anna")]
    public void A_path_of_one_machine_is_caught(string line) => Rules.Caught("docs/A.md:1", TextRules.CheckMachinePaths([new("docs/A.md", line)]));

    [Fact]
    public void A_route_that_looks_like_one_is_kept() =>
        Rules.Kept(TextRules.CheckMachinePaths([new("src/A.cs", "\"api/wo" + "rk/1\", \"$HOME/ro" + "ot/\", \"https://example.com/ho" + "me/a\"")]));

    [Fact]
    public void No_package_registry_is_named() => Rules.Kept(TextRules.CheckRegistryHosts(Tree.Files));

    [Theory]
    [InlineData("https://api.nuget" + ".org/v3/index.json")]
    [InlineData("deb http://deb.debian" + ".org/debian bookworm main")]
    public void A_named_registry_is_caught(string line) => Rules.Caught("eng/a.sh:1", TextRules.CheckRegistryHosts([new("eng/a.sh", line)]));

    [Fact]
    public void Nothing_catches_everything_without_saying_why() => Rules.Kept(BroadCatch.Check(Tree.Files));

    [Theory]
    [InlineData("catch (Exception) { }")]
    [InlineData("catch { return; }")]
    [InlineData("catch (System.Exception e) { Log(e); Run(() => throw e); }")]
    public void A_broad_catch_is_caught(string clause) => Rules.Caught("src/A.cs:1", BroadCatch.Check([Method(clause)]));

    [Theory]
    [InlineData("catch (Exception e) when (e is IOException) { }")]
    [InlineData("catch { Undo(); throw; }")]
    [InlineData("catch (IOException) { }")]
    [InlineData("catch (Exception e) { /* boundary: one request; the server lives on */ Log(e); }")]
    [InlineData("\n// Boundary of the thread.\ncatch (Exception e) { Log(e); }")]
    public void A_catch_that_says_why_is_kept(string clause) => Rules.Kept(BroadCatch.Check([Method(clause)]));

    [Fact]
    public void Libraries_do_not_write_to_the_terminal() => Rules.Kept(QuietLibraries.Check(Tree.Files));

    [Fact]
    public void A_library_that_writes_to_the_terminal_is_caught()
    {
        const string Code = "class A { void B() { System.Console.WriteLine(1); } }";
        Rules.Caught("connectors/A.cs:1", QuietLibraries.Check([new("connectors/A.cs", Code)]));
        Rules.Kept(QuietLibraries.Check([new("src/Syntra.Cli/A.cs", Code)]));
    }

    [Fact]
    public void Every_project_that_ships_has_tests() => Rules.Kept(ProjectCoverage.CheckTests(Tree.Projects));

    [Fact]
    public void A_project_without_tests_is_caught() =>
        Rules.Caught("src/Syntra.New/", ProjectCoverage.CheckTests([Project("src/Syntra.New/Syntra.New.csproj"), Project("tests/Syntra.Old.Tests/Syntra.Old.Tests.csproj")]));

    [Fact]
    public void Every_project_is_in_the_solution() =>
        Rules.Kept(ProjectCoverage.CheckSolution(Tree.Projects, Tree.Files.Single(f => f.Path == "Syntra.Streams.sln").Text));

    [Fact]
    public void A_project_outside_of_the_solution_is_caught() =>
        Rules.Caught("bench/Syntra.New/", ProjectCoverage.CheckSolution([Project("bench/Syntra.New/Syntra.New.csproj")], "\"bench\\Syntra.Newer\\Syntra.Newer.csproj\""));

    private static SourceFile Long(string path) => new(path, string.Concat(Enumerable.Repeat("x\n", FileLength.Limit + 1)));

    private static SourceFile Method(string clause) => new("src/A.cs", $"class A {{ void B() {{ try {{ C(); }} {clause} }} }}");

    private static ProjectFile Project(string path) => new(path, [], [], [], []);
}
