using Syntra.Architecture.Tests.Knowing;
using Syntra.Architecture.Tests.Tree;

namespace Syntra.Architecture.Tests;

public sealed class WhoMayKnowWhomTests
{
    private static readonly Repository Tree = Repository.Current;

    [Fact]
    public void Projects_reference_only_what_they_may_know() => Rules.Kept(ReferenceRules.Check(Tree.Projects));

    [Theory]
    [InlineData("src/Syntra.Streams/Syntra.Streams.csproj", "../../schemas/Syntra.Contracts.csproj")]
    [InlineData("src/Syntra.Kafka.Embedded/Syntra.Kafka.Embedded.csproj", "../Syntra.Streams/Syntra.Streams.csproj")]
    [InlineData("connectors/Syntra.Cerner/Syntra.Cerner.csproj", "../Syntra.Fusion/Syntra.Fusion.csproj")]
    [InlineData("connectors/Syntra.New/Syntra.New.csproj", "..\\..\\src\\Syntra.Sandbox\\Syntra.Sandbox.csproj")]
    [InlineData("topology/Syntra.Topology/Syntra.Topology.csproj", "../../connectors/Syntra.Fusion/Syntra.Fusion.csproj")]
    [InlineData("src/Syntra.Sandbox/Syntra.Sandbox.csproj", "../../connectors/Syntra.Cerner/Syntra.Cerner.csproj")]
    [InlineData("src/Syntra.Governance/Syntra.Governance.csproj", "../Syntra.Cli/Syntra.Cli.csproj")]
    public void A_forbidden_reference_is_caught(string project, string reference) =>
        Rules.Caught(project, ReferenceRules.Check([Project(project, $"<ProjectReference Include=\"{reference}\" />")]));

    [Fact]
    public void A_project_that_nobody_decided_about_is_caught() =>
        Rules.Caught("src/Syntra.Extra/", ReferenceRules.Check([Project("src/Syntra.Extra/Syntra.Extra.csproj", "")]));

    [Fact]
    public void The_program_and_the_tests_may_reference_everything() =>
        Rules.Kept(ReferenceRules.Check(
        [
            Project("src/Syntra.Cli/Syntra.Cli.csproj", "<ProjectReference Include=\"../Syntra.Sandbox/Syntra.Sandbox.csproj\" />"),
            Project("tests/Syntra.Cerner.Tests/Syntra.Cerner.Tests.csproj", "<ProjectReference Include=\"../../src/Syntra.Sandbox/Syntra.Sandbox.csproj\" />"),
        ]));

    [Fact]
    public void Internals_of_the_engine_are_seen_by_its_tests_only() => Rules.Kept(ReferenceRules.CheckFriends(Tree.Projects));

    [Fact]
    public void A_friend_outside_of_the_tests_is_caught() =>
        Rules.Caught("src/Syntra.Avro/", ReferenceRules.CheckFriends(
            [Project("src/Syntra.Avro/Syntra.Avro.csproj", "<InternalsVisibleTo Include=\"Syntra.Kafka.Embedded\" />")]));

    [Fact]
    public void The_engine_knows_no_word_of_the_domain() => Rules.Kept(DomainWords.Check(Tree.Files));

    [Theory]
    [InlineData("var patientId = 1;")]
    [InlineData("// as for a charge")]
    [InlineData("const string Url = \"CERNER_URL\";")]
    public void A_word_of_the_domain_in_the_engine_is_caught(string line) =>
        Rules.Caught("src/Syntra.Streams/A.cs:1", DomainWords.Check([new("src/Syntra.Streams/A.cs", line + "\n")]));

    [Fact]
    public void Everyday_words_that_contain_one_are_not_caught() =>
        Rules.Kept(DomainWords.Check([new("src/Syntra.Avro/A.cs", "// recharge impatient forward Rewards diffusion\n"), new("topology/A.cs", "// patient\n")]));

    [Fact]
    public void Topologies_do_no_input_output_and_have_no_clock() =>
        Rules.Kept(PureTopology.Check(Tree.Files).Concat(PureTopology.Check(Tree.Projects)));

    [Theory]
    [InlineData("using System.Net.Http;")]
    [InlineData("using System.Data.Common;")]
    [InlineData("class A { string B() => File.ReadAllText(\"x\"); }")]
    [InlineData("class A { string B() => System.IO.Path.Combine(System.Net.Dns.GetHostName()); }")]
    [InlineData("class A { object B() => new FileStream(\"x\", default); }")]
    [InlineData("class A { private readonly HttpClient? c; }")]
    [InlineData("class A { private readonly System.TimeProvider c = TimeProvider.System; }")]
    [InlineData("class A { long B() => DateTimeOffset.UtcNow.ToUnixTimeSeconds(); }")]
    public void A_topology_that_reaches_outside_is_caught(string code) =>
        Rules.Caught("topology/Syntra.Topology/A.cs:1", PureTopology.Check([new SourceFile("topology/Syntra.Topology/A.cs", code)]));

    [Fact]
    public void A_topology_that_references_a_database_is_caught() =>
        Rules.Caught("topology/", PureTopology.Check([Project("topology/Syntra.Topology/Syntra.Topology.csproj", "<PackageReference Include=\"Dapper\" />")]));

    [Fact]
    public void A_topology_may_use_what_it_is_handed() =>
        Rules.Kept(PureTopology.Check(
            [new SourceFile("topology/A.cs", "// File.Read, TimeProvider.System\nclass A(TimeProvider clock, TextReader rows) { object B() => clock.GetUtcNow(); string F => rows.ReadLine(); string C => \"File.Open\"; }\nrecord R(string File) { int L => File.Length; }")]));

    [Fact]
    public void Sources_and_sinks_know_nothing_of_each_other() => Rules.Kept(SourcesAndSinks.Check(Tree.Files));

    [Fact]
    public void A_source_that_names_a_sink_is_caught() =>
        Rules.Caught("connectors/Syntra.Cerner/A.cs:2", SourcesAndSinks.Check(
        [
            new SourceFile("connectors/Syntra.Cerner/A.cs", "using Syntra.Contracts.Raw;\nusing Syntra.Fusion.Rest;\n"),
            new SourceFile("connectors/Syntra.Fusion/B.cs", "namespace Syntra.Fusion.Rest;\n"),
        ]));

    private static ProjectFile Project(string path, string items) =>
        ProjectFile.Parse(new SourceFile(path, $"<Project><ItemGroup>{items}</ItemGroup></Project>"));
}
