//! Calls of `/v2/archive`: the same things from a service that speaks protocol 1.0.0.

use crate::mini::{Loan, LoansKey, MapKey, MapParams};

type MapId = restli::ComplexKey<MapKey, MapParams>;

#[derive(Clone, Copy, Debug)]
pub struct Archive<'a> {
    pub(crate) client: &'a restli::Client,
}

impl<'a> Archive<'a> {
    pub fn get_loan(self, id: impl Into<LoansKey>) -> GetOldLoan<'a> {
        GetOldLoan(restli::Call::new(self.client, &GET_LOAN).key(&id.into()))
    }

    pub fn batch_get_loans(
        self,
        ids: impl IntoIterator<Item = impl Into<LoansKey>>,
    ) -> BatchGetOldLoans<'a> {
        let call = restli::Call::new(self.client, &BATCH_GET_LOANS);
        BatchGetOldLoans(call.ids(ids.into_iter().map(Into::<LoansKey>::into)))
    }

    pub fn batch_update_maps(
        self,
        entities: impl IntoIterator<Item = (impl Into<MapId>, impl Into<Loan>)>,
    ) -> BatchUpdateOldMaps<'a> {
        let call = restli::Call::new(self.client, &BATCH_UPDATE_MAPS);
        let entities = entities.into_iter();
        BatchUpdateOldMaps(call.entities(
            entities.map(|(id, entity)| (Into::<MapId>::into(id), Into::<Loan>::into(entity))),
        ))
    }

    pub fn create_map(self, map: impl Into<Loan>) -> CreateOldMap<'a> {
        CreateOldMap(restli::Call::new(self.client, &CREATE_MAP).body(&map.into()))
    }

    pub fn find_by_numbers(self, numbers: impl IntoIterator<Item = i64>) -> FindByNumbers<'a> {
        FindByNumbers(restli::Call::new(self.client, &FIND_BY_NUMBERS).list("numbers", numbers))
    }
}

static GET_LOAN: restli::MethodSpec = restli::MethodSpec::get("archive", "/v2/archive/loans/{}")
    .compound_key()
    .protocol_v1();
static BATCH_GET_LOANS: restli::MethodSpec =
    restli::MethodSpec::batch_get("archive", "/v2/archive/loans")
        .compound_key()
        .protocol_v1();
static BATCH_UPDATE_MAPS: restli::MethodSpec =
    restli::MethodSpec::batch_update("archive", "/v2/archive/maps").protocol_v1();
static CREATE_MAP: restli::MethodSpec =
    restli::MethodSpec::create("archive", "/v2/archive/maps").protocol_v1();
static FIND_BY_NUMBERS: restli::MethodSpec =
    restli::MethodSpec::finder("archive", "numbers", "/v2/archive/loans").protocol_v1();

#[must_use = "a call does nothing until it is sent"]
pub struct GetOldLoan<'a>(restli::Call<'a, Loan>);
restli::call!(GetOldLoan => Loan);

#[must_use = "a call does nothing until it is sent"]
pub struct BatchGetOldLoans<'a>(restli::Call<'a, restli::Batch<LoansKey, Loan>>);
restli::call!(BatchGetOldLoans => restli::Batch<LoansKey, Loan>);
restli::batch!(BatchGetOldLoans => restli::Batch<LoansKey, Loan>);

#[must_use = "a call does nothing until it is sent"]
pub struct BatchUpdateOldMaps<'a>(restli::Call<'a, restli::Batch<MapKey, restli::Updated>>);
restli::call!(BatchUpdateOldMaps => restli::Batch<MapKey, restli::Updated>);
restli::batch!(BatchUpdateOldMaps => restli::Batch<MapKey, restli::Updated>);

#[must_use = "a call does nothing until it is sent"]
pub struct CreateOldMap<'a>(restli::Call<'a, restli::Created<MapKey>>);
restli::call!(CreateOldMap => restli::Created<MapKey>);

#[must_use = "a call does nothing until it is sent"]
pub struct FindByNumbers<'a>(restli::Call<'a, restli::Collection<Loan>>);

impl FindByNumbers<'_> {
    pub fn place(self, place: impl Into<MapKey>) -> Self {
        Self(self.0.param("place", &place.into()))
    }

    pub fn text(self, text: impl Into<String>) -> Self {
        Self(self.0.param("text", &text.into()))
    }
}

restli::call!(FindByNumbers => restli::Collection<Loan>);
