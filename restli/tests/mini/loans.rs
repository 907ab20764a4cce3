//! Calls of `/v2/loans`: an association, its batches and its patches.

use crate::mini::{AuthorUrn, Loan, LoanPatch, LoanProjection, LoansKey, Place, PlaceProjection};

#[derive(Clone, Copy, Debug)]
pub struct Loans<'a> {
    pub(crate) client: &'a restli::Client,
}

impl<'a> Loans<'a> {
    pub fn get(self, id: impl Into<LoansKey>) -> GetLoan<'a> {
        GetLoan(restli::Call::new(self.client, &GET).key(&id.into()))
    }

    pub fn batch_get(
        self,
        ids: impl IntoIterator<Item = impl Into<LoansKey>>,
    ) -> BatchGetLoans<'a> {
        let call = restli::Call::new(self.client, &BATCH_GET);
        BatchGetLoans(call.ids(ids.into_iter().map(Into::<LoansKey>::into)))
    }

    pub fn batch_update(
        self,
        entities: impl IntoIterator<Item = (impl Into<LoansKey>, impl Into<Loan>)>,
    ) -> BatchUpdateLoans<'a> {
        let call = restli::Call::new(self.client, &BATCH_UPDATE);
        let entities = entities.into_iter();
        BatchUpdateLoans(call.entities(
            entities.map(|(id, entity)| (Into::<LoansKey>::into(id), Into::<Loan>::into(entity))),
        ))
    }

    pub fn partial_update(
        self,
        id: impl Into<LoansKey>,
        patch: impl Into<LoanPatch>,
    ) -> PartialUpdateLoan<'a> {
        let call = restli::Call::new(self.client, &PARTIAL_UPDATE).key(&id.into());
        PartialUpdateLoan(call.patch(&Into::<LoanPatch>::into(patch)))
    }

    pub fn batch_partial_update(
        self,
        patches: impl IntoIterator<Item = (impl Into<LoansKey>, impl Into<LoanPatch>)>,
    ) -> BatchPartialUpdateLoans<'a> {
        let call = restli::Call::new(self.client, &BATCH_PARTIAL_UPDATE);
        let patches = patches.into_iter();
        BatchPartialUpdateLoans(call.patches(
            patches.map(|(id, patch)| (Into::<LoansKey>::into(id), Into::<LoanPatch>::into(patch))),
        ))
    }

    pub fn batch_delete(
        self,
        ids: impl IntoIterator<Item = impl Into<LoansKey>>,
    ) -> BatchDeleteLoans<'a> {
        let call = restli::Call::new(self.client, &BATCH_DELETE);
        BatchDeleteLoans(call.ids(ids.into_iter().map(Into::<LoansKey>::into)))
    }

    pub fn find_by_reader(self, reader: impl Into<AuthorUrn>) -> FindLoansByReader<'a> {
        let call = restli::Call::new(self.client, &FIND_BY_READER);
        FindLoansByReader(call.key_part("reader", &reader.into()))
    }
}

static GET: restli::MethodSpec = restli::MethodSpec::get("loans", "/v2/loans/{}")
    .projections(&[restli::Spelling::Fields])
    .compound_key();
static BATCH_GET: restli::MethodSpec = restli::MethodSpec::batch_get("loans", "/v2/loans")
    .projections(&[restli::Spelling::Fields, restli::Spelling::Projection])
    .compound_key();
static BATCH_UPDATE: restli::MethodSpec =
    restli::MethodSpec::batch_update("loans", "/v2/loans").compound_key();
static PARTIAL_UPDATE: restli::MethodSpec =
    restli::MethodSpec::partial_update("loans", "/v2/loans/{}").compound_key();
static BATCH_PARTIAL_UPDATE: restli::MethodSpec =
    restli::MethodSpec::batch_partial_update("loans", "/v2/loans")
        .projections(&[restli::Spelling::Fields])
        .returns_entity()
        .compound_key();
static BATCH_DELETE: restli::MethodSpec =
    restli::MethodSpec::batch_delete("loans", "/v2/loans").compound_key();
static FIND_BY_READER: restli::MethodSpec =
    restli::MethodSpec::finder("loans", "reader", "/v2/loans/{}")
        .projections(&[restli::Spelling::Fields]);

#[must_use = "a call does nothing until it is sent"]
pub struct GetLoan<'a, T = Loan>(restli::Call<'a, T>);
restli::call!(GetLoan<T> => T);
restli::project!(GetLoan => LoanProjection);
restli::select!(GetLoan => Loan);

#[must_use = "a call does nothing until it is sent"]
pub struct BatchGetLoans<'a, T = Loan>(restli::Call<'a, restli::Batch<LoansKey, T>>);
restli::call!(BatchGetLoans<T> => restli::Batch<LoansKey, T>);
restli::batch!(BatchGetLoans<T> => restli::Batch<LoansKey, T>);
restli::project!(BatchGetLoans => LoanProjection);
restli::select!(BatchGetLoans => Loan);

#[must_use = "a call does nothing until it is sent"]
pub struct BatchUpdateLoans<'a>(restli::Call<'a, restli::Batch<LoansKey, restli::Updated>>);
restli::call!(BatchUpdateLoans => restli::Batch<LoansKey, restli::Updated>);
restli::batch!(BatchUpdateLoans => restli::Batch<LoansKey, restli::Updated>);

#[must_use = "a call does nothing until it is sent"]
pub struct PartialUpdateLoan<'a>(restli::Call<'a, ()>);
restli::call!(PartialUpdateLoan => ());

#[must_use = "a call does nothing until it is sent"]
pub struct BatchPartialUpdateLoans<'a, T = Loan>(
    restli::Call<'a, restli::Batch<LoansKey, restli::UpdatedEntity<T>>>,
);
restli::call!(BatchPartialUpdateLoans<T> => restli::Batch<LoansKey, restli::UpdatedEntity<T>>);
restli::batch!(BatchPartialUpdateLoans<T> => restli::Batch<LoansKey, restli::UpdatedEntity<T>>);
restli::project!(BatchPartialUpdateLoans => LoanProjection);
restli::select!(BatchPartialUpdateLoans => Loan);
restli::returned_entity!(BatchPartialUpdateLoans<T>);

#[must_use = "a call does nothing until it is sent"]
pub struct BatchDeleteLoans<'a>(restli::Call<'a, restli::Batch<LoansKey, restli::Updated>>);
restli::call!(BatchDeleteLoans => restli::Batch<LoansKey, restli::Updated>);
restli::batch!(BatchDeleteLoans => restli::Batch<LoansKey, restli::Updated>);

#[must_use = "a call does nothing until it is sent"]
pub struct FindLoansByReader<'a, T = Loan>(restli::Call<'a, restli::Collection<T, Place>>);
restli::call!(FindLoansByReader<T> => restli::Collection<T, Place>);
restli::offset_paging!(FindLoansByReader<T>);
restli::collection!(FindLoansByReader<T> => T);
restli::project!(FindLoansByReader => elements LoanProjection);
restli::select!(FindLoansByReader => elements Loan);
restli::project_metadata!(FindLoansByReader => PlaceProjection);
restli::project_paging!(FindLoansByReader);
