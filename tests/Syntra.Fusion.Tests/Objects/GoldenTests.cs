using System.Text;
using System.Xml.Linq;
using Syntra.Contracts;
using Syntra.Fusion.Objects;
using Syntra.Fusion.Objects.Assets;
using Syntra.Fusion.Objects.Customers;
using Syntra.Fusion.Objects.Hdl;
using Syntra.Fusion.Objects.Hierarchies;
using Syntra.Fusion.Objects.Requisitions;

namespace Syntra.Fusion.Tests.Objects;

/// <summary>Bodies and files byte by byte; SYNTRA_WRITE_GOLDENS=folder writes what is there now.</summary>
public sealed class GoldenTests
{
    [Fact]
    public void Merge_of_a_customer_account()
    {
        var party = new PostedParty("300000000000001", "CUTOKEN000001", "Payer 1", null, null, "A") { PartySiteId = "300000000000002" };
        var xml = CustomerAccountSoap.Merge(ObjectSamples.Of(ObjectKind.Customer, 1), party, "CUTOKEN000001", new ObjectSettings());
        AssertGolden("mergeCustomerAccount.golden.xml", XElement.Load(new MemoryStream(xml)).ToString().ReplaceLineEndings("\n"));
    }

    [Fact]
    public void Addition_of_an_asset() =>
        AssertGolden("addAsset.golden.json", AssetParameters.Add(ObjectSamples.Of(ObjectKind.Asset, 1).Asset!, "ASTOKEN000001"));

    [Fact]
    public void A_requisition() =>
        AssertGolden("requisition.golden.json", Encoding.UTF8.GetString(RequisitionBodies.Create(ObjectSamples.Of(ObjectKind.Requisition, 1), ObjectSamples.Of(ObjectKind.Requisition, 1).Requisition!)));

    [Fact]
    public void Nodes_of_a_hierarchy() =>
        AssertGolden("GlSegmentHierInterface.golden.csv", HierarchyFile.Write(Enumerable.Range(1, 3).Select(n => ObjectSamples.Of(ObjectKind.CostCenterHierarchy, n).Hierarchy!)));

    [Fact]
    public void Mass_additions_have_the_fields_that_the_loader_counts()
    {
        var files = MassAdditionFiles.Write([ObjectSamples.Of(ObjectKind.Asset, 1), ObjectSamples.Of(ObjectKind.Asset, 2)]);
        AssertGolden("FaMassAdditions.golden.csv", files[MassAdditionFiles.AdditionsFile]);
        AssertGolden("FaMassaddDistributions.golden.csv", files[MassAdditionFiles.DistributionsFile]);
        Assert.All(files[MassAdditionFiles.AdditionsFile].TrimEnd().Split('\n'), l => Assert.Equal(423, l.Split(',').Length));
        Assert.All(files[MassAdditionFiles.DistributionsFile].TrimEnd().Split('\n'), l => Assert.Equal(67, l.Split(',').Length));
    }

    [Fact]
    public void Customers_in_bulk()
    {
        var files = CustomerFiles.Write([(ObjectSamples.Of(ObjectKind.Customer, 1), "Payer, \"One\"")], 77, "SYNTRA");
        Assert.Equal(7, files.Count);
        AssertGolden("customers.golden.csv", string.Concat(files.OrderBy(f => f.Key, StringComparer.Ordinal).Select(f => $"{f.Key}\n{f.Value}")));
    }

    [Fact]
    public void Backdated_assignments_and_credentials_for_the_data_loader()
    {
        var late = ObjectSamples.Of(ObjectKind.WorkerAssignment, 1, 1) with { EffectiveDate = new DateOnly(2024, 6, 1) };
        var early = ObjectSamples.Of(ObjectKind.WorkerAssignment, 1, 2, 2);
        var other = ObjectSamples.Of(ObjectKind.WorkerAssignment, 2, 1);
        AssertGolden("Worker.golden.dat", WorkerFiles.Assignments([late, early, other]));
        var odd = ObjectSamples.Of(ObjectKind.WorkerCredential, 1, 2, 2);
        odd = odd with { Credential = odd.Credential! with { IssuedBy = "Board | of\\Nursing\nCA" } };
        var wrong = ObjectSamples.Of(ObjectKind.WorkerCredential, 2, 1, operation: ObjectOperation.Withdraw);
        AssertGolden("EnhancedTalentProfile.golden.dat", WorkerFiles.Credentials([ObjectSamples.Of(ObjectKind.WorkerCredential, 1), odd, wrong], "SYNTRA", static n => "PERS_" + n));
    }

    private static void AssertGolden(string name, string text)
    {
        if (Environment.GetEnvironmentVariable("SYNTRA_WRITE_GOLDENS") is { Length: > 0 } folder)
        {
            File.WriteAllText(Path.Combine(folder, name), text);
        }

        Assert.Equal(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Objects", "Goldens", name)), text);
    }
}
