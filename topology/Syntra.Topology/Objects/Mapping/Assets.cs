using Syntra.Contracts;
using Syntra.Topology.Objects.Domains;

namespace Syntra.Topology.Objects.Mapping;

/// <summary>What all assets of a tenant share, and the widths of Fusion's columns.</summary>
internal static class Assets
{
    public const int LongestDescription = 80;
    public const int LongestManufacturer = 30;
    public const int LongestModel = 40;
    public const int LongestSerial = 35;
    public const int LongestTag = 15;
    public const string Unnamed = "Equipment";

    public static AssetPayload Empty(ObjectDefaults defaults) => new()
    {
        Book = defaults.AssetBook, Description = Unnamed, CategoryId = defaults.AssetCategory, Cost = 0m, InServiceOn = defaults.CredentialsFrom,
        LocationId = defaults.AssetLocation, ExpenseAccountId = defaults.AssetExpense,
        CategorySegments = [.. defaults.AssetCategorySegments], LocationSegments = [.. defaults.AssetLocationSegments], ExpenseSegments = [.. defaults.AssetExpenseSegments],
    };
}
